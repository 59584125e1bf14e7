from django.urls import path

from heed.plans import (
    evidence_views,
    many_views,
    offline_views,
    picture_views,
    plan_views,
    proof_views,
    views,
)

app_name = "plans"
urlpatterns = [
    path("", views.actions, name="list"),
    path("table/", many_views.table, name="table"),
    path("together/", many_views.together, name="together"),
    path("changes/", many_views.changes, name="changes"),
    path("changes/<slug:ref>/", many_views.change, name="change"),
    path("evidence/", evidence_views.evidence_list, name="evidence_list"),
    path("evidence/<slug:ref>/", evidence_views.evidence, name="evidence"),
    path("evidence/files/<slug:ref>/", evidence_views.evidence_file, name="evidence_file"),
    path("pictures/", picture_views.pictures, name="pictures"),
    path("offline/", offline_views.offline, name="offline"),
    path("offline/book/", offline_views.book, name="offline_book"),
    path("offline/apply/", offline_views.apply, name="offline_apply"),
    path("checks/", proof_views.checks, name="checks"),
    path("checks/<slug:ref>/", proof_views.check, name="check"),
    path("difference/<slug:ref>/", proof_views.judge, name="judge"),
    path("<slug:ref>/evidence/", evidence_views.give, name="give_evidence"),
    path("<slug:ref>/report/", proof_views.report, name="report"),
    path("<slug:ref>/assure/", proof_views.assure, name="assure"),
    path("<slug:ref>/verify/", proof_views.verify, name="verify"),
    path("<slug:ref>/send-back/", proof_views.back, name="send_back"),
    path("<slug:ref>/look-again/", proof_views.plan_look, name="plan_look"),
    path("new/", plan_views.make, name="make"),
    path("new/smart/", plan_views.smart, name="smart"),
    path("colours/", plan_views.colours, name="colours"),
    path("<slug:ref>/plan/", plan_views.change_plan, name="change_plan"),
    path("<slug:ref>/join/", plan_views.join, name="join"),
    path("<slug:ref>/do/<slug:what>/", plan_views.do, name="do"),
    path("<slug:ref>/", views.action, name="action"),
]
