"""A plain Django page: the tasks of a plan in a bare table, with the portal's sign-in around it."""

from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.urls import path

from nhiemvu.models import NhiemVu

PAGE = Template("""<!doctype html><html lang="vi"><title>Nhiệm vụ</title><table>
{% for row in rows %}<tr>
<td>{{ row.ma }}</td><td><a href="/nhiem-vu/{{ row.pk }}/">{{ row.ten }}</a></td>
<td>{% for part in row.cac_phan_cong.all %}{{ part.don_vi.ten }} {{ part.phan_tram }}{% endfor %}
</td>
<td>{{ row.thoi_han_nguyen_van }}</td><td>{{ row.get_loai_han_display }}</td>
</tr>{% endfor %}</table></html>""")


def tasks(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the table."""
    rows = NhiemVu.objects.filter(ke_hoach=pk).order_by("thu_tu", "pk")
    rows = rows.prefetch_related("cac_phan_cong__don_vi")
    return HttpResponse(PAGE.render(Context({"rows": rows, "user": request.user})))


urlpatterns = [path("<int:pk>/", tasks)]
