-- Patient, study, series, instance. Folded columns (upper case, no accents) are computed by the server on writing.
-- Absent dates are 0001-01-01 so that row comparison can page through the index; the true value is in attributes.
create extension if not exists pg_trgm;

create table uid_entry (
    id  int generated always as identity primary key,
    uid text not null unique
);
comment on table uid_entry is 'SOP classes and transfer syntaxes, by a small number';

create table patient (
    pk         bigint generated always as identity primary key,
    pid        text not null,
    issuer     text not null default '',
    -- A study without Patient ID belongs to a patient of its own: two unknown persons are never merged.
    lone_study text not null default '',
    name       text not null default '',
    name_fold  text collate "C" not null default '',
    birth      date,
    sex        text,
    unique (pid, issuer, lone_study)
);
create index on patient (name_fold);

create table study (
    pk          bigint generated always as identity primary key,
    patient_pk  bigint not null references patient,
    uid         text collate "C" not null unique,
    date        date not null default '0001-01-01',
    time        time not null default '00:00',
    accession   text collate "C" not null default '',
    study_id    text not null default '',
    descr_fold  text collate "C" not null default '',
    ref_fold    text collate "C" not null default '',
    -- Copied from patient: ordering by date under a limit is seven times faster without the join.
    name_fold   text collate "C" not null default '',
    pid         text collate "C" not null,
    issuer      text not null default '',
    birth       date,
    sex         text,
    modalities  text[] not null default '{}',
    n_series    int not null default 0,
    n_instances int not null default 0,
    attributes  text not null,
    created     timestamptz not null default now()
) with (fillfactor = 80);
comment on column study.attributes is 'DICOM JSON object of the patient and study attributes';
create index on study (date desc, time desc, pk desc);
create index on study (patient_pk);
create index on study (pid, issuer);
create index on study (accession);
create index on study (birth);
create index on study (name_fold);
create index on study using gin (name_fold gin_trgm_ops);
create index on study using gin (descr_fold gin_trgm_ops);

create table study_modality (
    study_pk bigint not null references study on delete cascade,
    modality text not null,
    date     date not null,
    time     time not null,
    primary key (study_pk, modality)
);
create index on study_modality (modality, date desc, time desc, study_pk desc);

create table series (
    pk          bigint generated always as identity primary key,
    study_pk    bigint not null references study on delete cascade,
    uid         text collate "C" not null unique,
    modality    text not null default '',
    number      int,
    descr_fold  text collate "C" not null default '',
    body_part   text not null default '',
    station     text not null default '',
    calling_aet text not null default '',
    n_instances int not null default 0,
    attributes  text not null,
    created     timestamptz not null default now(),
    settle_at   timestamptz
) with (fillfactor = 80);
comment on column series.settle_at is 'when the series counts as settled if nothing more arrives; null: rules have seen it';
create index on series (study_pk);
create index on series (modality, created desc, pk desc);
create index on series (settle_at) where settle_at is not null;

create table instance (
    pk        bigint generated always as identity primary key,
    series_pk bigint not null references series on delete cascade,
    uid       text collate "C" not null unique,
    number    int,
    class     int not null references uid_entry,
    syntax    int not null references uid_entry,
    frames    int,
    rows      int,
    columns   int,
    bits      int,
    size      bigint not null,
    digest    bytea not null,
    place     text not null,
    stored    timestamptz not null default now()
);
comment on column instance.digest is 'SHA-256 of the data set as it arrived, without preamble and file meta information';
comment on column instance.place is 'name of the file below the store; never made from a value of the data set';
create index on instance (series_pk, number);

-- Instances whose bytes were replaced under the policy "replace": kept, and found here.
create table superseded_instance (
    pk         bigint generated always as identity primary key,
    uid        text collate "C" not null,
    digest     bytea not null,
    place      text not null,
    superseded timestamptz not null default now()
);
create index on superseded_instance (uid);

create table series_meta (
    series_pk bigint not null references series on delete cascade,
    chunk     bigint generated always as identity,
    n         int not null,
    crc       bigint not null,
    length    int not null,
    json      bytea not null,
    primary key (series_pk, chunk)
);
comment on table series_meta is 'DICOM JSON of the instances without bulk data: raw deflate pieces that are joined into one gzip member';
alter table series_meta alter json set storage external;
