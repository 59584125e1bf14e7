from django.urls import path

from heed.chronologies.views import agencies, entries, files, merged, names, pictures, signs

app_name = "chronologies"
urlpatterns = [
    path("reviews/<slug:ref>/chronology/", merged.merged, name="merged"),
    path("reviews/<slug:ref>/chronology/open/", merged.begin, name="open"),
    path("reviews/<slug:ref>/chronology/shows/", signs.shows, name="shows"),
    path("reviews/<slug:ref>/chronology/timeline/", pictures.timeline, name="timeline"),
    path("reviews/<slug:ref>/chronology/standard/", pictures.standard, name="standard"),
    path("reviews/<slug:ref>/chronology/names/", names.names, name="names"),
    path("reviews/<slug:ref>/chronology/download/<slug:form>/", merged.download, name="download"),
    path("reviews/<slug:ref>/chronology/agencies/<slug:agency>/", agencies.agency, name="agency"),
    path("reviews/<slug:ref>/chronology/agencies/<slug:agency>/send/", files.send, name="send"),
    path("reviews/<slug:ref>/chronology/agencies/<slug:agency>/add/", entries.add, name="add"),
    path("reviews/chronologies/entries/<slug:ref>/", entries.entry, name="entry"),
    path("reviews/chronologies/entries/<slug:ref>/change/", entries.change, name="change"),
    path("reviews/chronologies/files/<slug:ref>/", files.file, name="file"),
    path("reviews/chronologies/pseudonyms/", names.register, name="pseudonyms"),
    path("reviews/chronologies/pseudonyms/<slug:ref>/", names.sealed, name="sealed"),
]
