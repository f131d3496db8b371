-- Whether two data sets are the same is decided byte for byte; the checksum only spares most of these comparisons.
alter table instance drop column digest;
alter table instance add column crc int;
comment on column instance.crc is 'CRC-32C of the data set as it arrived, without preamble and file meta information; null: stored before there was one';
comment on column instance.place is 'where the bytes lie: <segment>@<offset>+<length> in the log, or the name of a file; never made from a value of a data set';
alter table superseded_instance drop column digest;

create table segment_waste (
    segment text primary key,
    bytes   bigint not null default 0,
    doomed  boolean not null default false
);
comment on table segment_waste is 'bytes of deleted instances by segment of the log; doomed: nothing in it is wanted any more, only its file may still be there';
