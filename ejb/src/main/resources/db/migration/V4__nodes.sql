-- Other application entities, and what is still to be said to them.
create table node (
    aet              text collate "C" primary key check (length(aet) between 1 and 16),
    host             text not null,
    port             int not null check (port between 1 and 65535),
    tls              boolean not null default false,
    description      text not null default '',
    may              text[] not null default '{}',
    max_associations int not null default 16 check (max_associations > 0),
    enabled          boolean not null default true,
    changed          timestamptz not null default now()
);
comment on table node is 'known DICOM nodes; whoever is not here is under VOXRELAY_UNKNOWN_NODES';
comment on column node.may is 'names of org.voxrelay.nodes.Permission';

create table outgoing_message (
    pk       bigint generated always as identity primary key,
    kind     text not null check (kind in ('COMMITMENT', 'AVAILABILITY')),
    node     text collate "C" not null references node on update cascade on delete cascade,
    subject  text collate "C" not null,
    uid      text collate "C" not null,
    body     text not null,
    attempts int not null default 0,
    next_at  timestamptz not null default clock_timestamp(),
    created  timestamptz not null default now(),
    error    text not null default '',
    unique (kind, node, subject)
);
comment on column outgoing_message.subject is 'COMMITMENT: Transaction UID; AVAILABILITY: Study Instance UID';
comment on column outgoing_message.uid is 'of the SOP instance that is created; the same at every attempt';
comment on column outgoing_message.body is 'COMMITMENT: the request as DICOM JSON; AVAILABILITY: empty';
create index on outgoing_message (next_at);
