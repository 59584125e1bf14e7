from django.urls import path

from heed.governance.views import closing, groups, meetings, minutes, packs, reporting, strategies

app_name = "governance"
urlpatterns = [
    path("", groups.overview, name="overview"),
    path("call/", meetings.call, name="call"),
    path("closing/", closing.closing, name="closing"),
    path("groups/add/", groups.add, name="add_group"),
    path("groups/<slug:ref>/", groups.group, name="group"),
    path("strategies/", strategies.strategies, name="strategies"),
    path("strategies/add/", strategies.add, name="add_strategy"),
    path("strategies/<slug:ref>/", strategies.strategy, name="strategy"),
    path("forward/", strategies.forward, name="forward"),
    path("reports/", reporting.reports, name="reports"),
    path("progress/", reporting.progress, name="progress"),
    path("progress/<slug:form>/", reporting.progress_file, name="progress_file"),
    path("annual/", reporting.annual, name="annual"),
    path("annual/<slug:form>/", reporting.annual_file, name="annual_file"),
    path("chair/", minutes.alone, name="alone"),
    path("<slug:ref>/", meetings.meeting, name="meeting"),
    path("<slug:ref>/attendance/", meetings.attendance, name="attendance"),
    path("<slug:ref>/papers/<slug:paper>/", meetings.paper_file, name="paper_file"),
    path("<slug:ref>/pack/", packs.pack, name="pack"),
    path("<slug:ref>/pack/<slug:form>/", packs.pack_file, name="pack_file"),
    path("<slug:ref>/sent/<slug:pack>/", packs.sent_pack, name="sent_pack"),
    path("<slug:ref>/minute/", minutes.minute, name="minute"),
    path("<slug:ref>/minutes/", minutes.minutes, name="minutes"),
    path("<slug:ref>/minutes/<slug:number>/<slug:form>/", minutes.minutes_file, name="minutes_file"),
]
