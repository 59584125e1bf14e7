from django.urls import path

from heed.intake import register_views, shape_views, sheet_views, teaching_views, views, withdraw_views

app_name = "intake"
urlpatterns = [
    path("", views.bring_in, name="bring_in"),
    path("withdrawn/", withdraw_views.withdrawn, name="withdrawn"),
    path("withdrawn/<slug:document>/back/", withdraw_views.put_back, name="put_back"),
    path("withdrawn/<slug:document>/erase/", withdraw_views.erase, name="erase"),
    path("plan/", sheet_views.choose, name="plan"),
    path("plan/<slug:ref>/", sheet_views.sheet, name="plan_sheet"),
    path("plan/<slug:ref>/undo/", sheet_views.undo, name="plan_undo"),
    path("plan/<slug:ref>/columns/", sheet_views.columns, name="plan_columns"),
    path("plan/<slug:ref>/errors/", sheet_views.faults, name="plan_faults"),
    path("words/", teaching_views.words, name="words"),
    path("<slug:ref>/again/", teaching_views.again, name="again"),
    path("<slug:ref>/compare/", teaching_views.compare, name="compare"),
    path("<slug:ref>/", views.side_by_side, name="import"),
    path("<slug:ref>/progress/", views.progress, name="progress"),
    path("<slug:ref>/sure/", views.accept_sure, name="sure"),
    path("<slug:ref>/findings/", views.all_findings, name="all_findings"),
    path("<slug:ref>/add/", views.add, name="add"),
    path("<slug:ref>/register/", register_views.register, name="register"),
    path("<slug:ref>/withdraw/", withdraw_views.withdraw, name="withdraw"),
    path("<slug:ref>/undo/", withdraw_views.undo, name="undo"),
    path("<slug:ref>/back/", withdraw_views.records_back, name="records_back"),
    path("<slug:ref>/proposals/<slug:proposal>/", views.edit, name="edit"),
    path("<slug:ref>/proposals/<slug:proposal>/decide/", views.decide_one, name="decide"),
    path("<slug:ref>/proposals/<slug:proposal>/split/", shape_views.split, name="split"),
    path("<slug:ref>/proposals/<slug:proposal>/join/", shape_views.join, name="join"),
    path("<slug:ref>/proposals/<slug:proposal>/move/", shape_views.move, name="move"),
]
