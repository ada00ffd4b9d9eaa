"""Addresses of reminder letters; ``baocao.urls`` takes them in."""

from django.urls import URLPattern, path

from baocao import views_don_doc

urlpatterns: list[URLPattern] = [
    path("ke-hoach/<slug:ma>/cong-van/", views_don_doc.letter_list, name="letter_list"),
    path("ke-hoach/<slug:ma>/cong-van/soan/", views_don_doc.letter_draft, name="letter_draft"),
    path("cong-van/<int:pk>/", views_don_doc.letter, name="letter"),
    path("cong-van/<int:pk>/sua/", views_don_doc.letter_edit, name="letter_edit"),
    path("cong-van/<int:pk>/trinh/", views_don_doc.letter_submit, name="letter_submit"),
    path("cong-van/<int:pk>/huy/", views_don_doc.letter_cancel, name="letter_cancel"),
    path("cong-van/<int:pk>/tra-lai/", views_don_doc.letter_send_back, name="letter_send_back"),
    path("cong-van/<int:pk>/duyet/", views_don_doc.letter_approve, name="letter_approve"),
    path("cong-van/<int:pk>/van-ban.pdf", views_don_doc.letter_pdf, name="letter_pdf"),
    path("cong-van/<int:pk>/van-ban.docx", views_don_doc.letter_docx, name="letter_docx"),
]
