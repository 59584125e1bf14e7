from django.urls import path

from heed.governance.views import groups, meetings, packs

app_name = "governance"
urlpatterns = [
    path("", groups.overview, name="overview"),
    path("call/", meetings.call, name="call"),
    path("groups/add/", groups.add, name="add_group"),
    path("groups/<slug:ref>/", groups.group, name="group"),
    path("<slug:ref>/", meetings.meeting, name="meeting"),
    path("<slug:ref>/attendance/", meetings.attendance, name="attendance"),
    path("<slug:ref>/papers/<slug:paper>/", meetings.paper_file, name="paper_file"),
    path("<slug:ref>/pack/", packs.pack, name="pack"),
    path("<slug:ref>/pack/<slug:form>/", packs.pack_file, name="pack_file"),
]
