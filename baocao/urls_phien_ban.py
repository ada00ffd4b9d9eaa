"""Addresses of versions of a plan and of its amendments; ``baocao.urls`` takes them in."""

from django.urls import URLPattern, path

from baocao import views_dieu_chinh as amendments
from baocao import views_phien_ban as versions

PLAN = "ke-hoach/<slug:ma>/"
ONE = "dieu-chinh/<int:pk>/"
urlpatterns: list[URLPattern] = [
    path(f"{PLAN}phien-ban/", versions.version_list, name="version_list"),
    path(f"{PLAN}phien-ban/so-sanh/", versions.version_compare, name="version_compare"),
    path("phien-ban/<int:pk>/", versions.version, name="version"),
    path(f"{PLAN}dieu-chinh/lap/", amendments.amendment_draft, name="amendment_draft"),
    path(ONE, amendments.amendment, name="amendment"),
    path(f"{ONE}sua/", amendments.amendment_edit, name="amendment_edit"),
    path(f"{ONE}trinh/", amendments.amendment_submit, name="amendment_submit"),
    path(f"{ONE}huy/", amendments.amendment_cancel, name="amendment_cancel"),
    path(f"{ONE}tra-lai/", amendments.amendment_send_back, name="amendment_send_back"),
    path(f"{ONE}duyet/", amendments.amendment_approve, name="amendment_approve"),
    path(f"{ONE}van-ban.pdf", amendments.amendment_pdf, name="amendment_pdf"),
    path(f"{ONE}van-ban.docx", amendments.amendment_docx, name="amendment_docx"),
]
