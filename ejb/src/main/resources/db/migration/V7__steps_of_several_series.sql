-- A model whose channels are several series of a study.
alter table workitem add column input_series text[];
update workitem set input_series = array[series_uid];
alter table workitem alter column input_series set not null;
comment on column workitem.input_series is 'Series Instance UIDs by channel of the model; the first is series_uid';

alter table workitem add column waiting boolean not null default false;
comment on column workitem.waiting is 'more series are expected until run_after; replaced by a step with all of them';
alter table workitem add column named_series text collate "C" not null default '';
comment on column workitem.named_series is 'a series that a person named, who asked for the work';
create index on workitem (study_uid) where waiting;
