from django.urls import path

from heed.platform.registers import template_views, views

app_name = "registers"
urlpatterns = [
    path("templates/<slug:ref>/", template_views.template, name="template"),
    path("templates/<slug:ref>/files/<int:number>/", template_views.template_file, name="template_file"),
    path("<slug:key>/templates/", template_views.templates, name="templates"),
    path(
        "<slug:key>/templates/example/<slug:form>/", template_views.template_example, name="template_example"
    ),
    path("<slug:key>/save/", views.save, name="save"),
    path("views/<slug:ref>/forget/", views.forget, name="forget"),
]
