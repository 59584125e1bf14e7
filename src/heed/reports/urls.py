from django.urls import path

from heed.reports.views import layouts, logos, pages, places, templates

app_name = "reports"
urlpatterns = [
    path("", pages.reports, name="list"),
    path("of/<slug:ref>/", pages.of_review, name="of_review"),
    path("layouts/<slug:key>/", layouts.layout, name="layout"),
    path("short-forms/", layouts.short_forms, name="short_forms"),
    path("word-template/", templates.word_template, name="template"),
    path("word-template/file/", templates.word_template_file, name="template_file"),
    path("logo/", logos.logo, name="logo"),
    path("<slug:ref>/", pages.report, name="report"),
    path("<slug:ref>/discard/", pages.discard, name="discard"),
    path("<slug:ref>/as/<slug:form>/", pages.report_file, name="file"),
    path("<slug:ref>/at/<path:key>/", places.place, name="place"),
]
