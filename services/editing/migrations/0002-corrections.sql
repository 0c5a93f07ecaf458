-- Correction of what is out: `published` is the version that readers have, whatever the desk does; `correction` what is being made of it.
alter table editing.story add column published int, add column first_published timestamptz, add column correction jsonb;
alter table editing.version add column correction jsonb;

-- What was released before had one version out: the one whose products were written down at its release.
update editing.story s set published = v.version, first_published = coalesce((select min(h.at) from editing.history h where h.story = s.id and h.what = 'story.released'), s.since)
  from editing.version v where v.story = s.id and v.version = s.version and v.products is not null;
