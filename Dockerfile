# One image for web, worker and beat.
FROM python:3.11-slim

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 VAR_DIR=/var/lib/portal
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 curl \
    && (apt-get install -y --no-install-recommends fonts-liberation2 \
        || apt-get install -y --no-install-recommends fonts-liberation) \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /srv/portal
COPY requirements.txt .
RUN pip install --no-cache-dir uv \
    && uv pip install --system --no-cache --compile-bytecode --require-hashes -r requirements.txt

COPY . .
# Static files are collected into the image, outside the data volume.
RUN useradd --system --create-home --home-dir /var/lib/portal portal \
    && SECRET_KEY=only-for-this-step VAR_DIR=/tmp/build STATIC_ROOT=/srv/static \
       python manage.py collectstatic --noinput -v0
ENV STATIC_ROOT=/srv/static
USER portal
VOLUME /var/lib/portal
EXPOSE 8000

HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD curl --fail --silent http://127.0.0.1:8000/healthz || exit 1
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--timeout", "120", \
     "--max-requests", "2000", "--max-requests-jitter", "200", "--access-logfile", "-", \
     "--logger-class", "config.gunicorn_logger.PortalLogger"]
