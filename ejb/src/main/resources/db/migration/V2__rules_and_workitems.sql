create table rule (
    pk               bigint generated always as identity primary key,
    position         int not null unique,
    name             text not null unique,
    enabled          boolean not null default true,
    modality         text not null default '',
    body_part        text not null default '',
    description_like text not null default '',
    calling_aet      text not null default '',
    orientation      text not null default '' check (orientation in ('', 'AXIAL', 'SAGITTAL', 'CORONAL')),
    minimum_images   int not null default 1 check (minimum_images > 0),
    model            text not null,
    priority         text not null default 'MEDIUM' check (priority in ('HIGH', 'MEDIUM', 'LOW'))
);
comment on table rule is 'which settled series is sent to which model; an empty text matches anything';
insert into rule (position, name, modality, orientation, minimum_images, model)
values (100, 'CT to tissue segmentation', 'CT', 'AXIAL', 10, 'ct-tissue');

-- The Unified Procedure Step of PS3.4 Annex CC: UPS-RS shows these rows.
create table workitem (
    pk             bigint generated always as identity primary key,
    uid            text collate "C" not null unique,
    state          text not null default 'SCHEDULED'
                   check (state in ('SCHEDULED', 'IN PROGRESS', 'COMPLETED', 'CANCELED')),
    label          text not null,
    priority       text not null default 'MEDIUM' check (priority in ('HIGH', 'MEDIUM', 'LOW')),
    model          text not null,
    model_version  text not null,
    study_uid      text collate "C" not null,
    series_uid     text collate "C" not null,
    inputs         text[] not null,
    inputs_digest  text not null,
    attempts       int not null default 0,
    max_attempts   int not null default 3 check (max_attempts > 0),
    run_after      timestamptz not null default now(),
    lease_until    timestamptz,
    worker         text,
    progress       real not null default 0,
    step           text not null default '',
    reason         text not null default '',
    outputs        text not null default '[]',
    timings        text not null default '{}',
    created        timestamptz not null default now(),
    started        timestamptz,
    ended          timestamptz,
    unique (series_uid, model, model_version, inputs_digest)
);
comment on column workitem.inputs is 'SOP Instance UIDs, sorted';
comment on column workitem.outputs is 'JSON list of the stored results: sopClassUid, seriesInstanceUid, sopInstanceUid';
comment on column workitem.timings is 'JSON object of seconds by part: load, infer, write';
create index on workitem (state, run_after) where state in ('SCHEDULED', 'IN PROGRESS');
create index on workitem (created desc, pk desc);
create index on workitem (study_uid);
