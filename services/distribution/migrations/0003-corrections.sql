-- What a release says when it corrects the version before it: {previous, severity, note, publishedAt}.
alter table distribution.release add column correction jsonb;
