"""The studies of bench/dicomweb: small DICOM files for both servers, and the same kind of rows by SQL for many more."""
import random
import struct
import subprocess

FAMILIES = ["Miller", "Smith", "Schmidt", "Garcia", "Rossi", "Novak", "Larsen", "Petrov", "Silva", "Dubois", "Kowalski", "Haas",
            "Weber", "Bauer", "Jansen", "Moreau", "Costa", "Horvat", "Nilsen", "Popov", "Keller", "Lopez", "Ferrari", "Klein",
            "Wagner", "Becker", "Romano", "Santos", "Lindberg", "Virtanen", "Murphy", "Walsh", "Byrne", "Fischer", "Richter",
            "Hoffman", "Peeters", "Maes", "Ivanov", "Sokolov"]
GIVEN = ["Anna", "Bernd", "Clara", "David", "Eva", "Felix", "Greta", "Henry", "Ines", "Jonas", "Karin", "Leo", "Maria", "Nils",
         "Olga", "Paul", "Rosa", "Sven", "Tina", "Uwe", "Vera", "Willem", "Yara", "Zoe", "Marta", "Lukas", "Nora", "Oskar"]
DOUBLE = [f"{first}-{second}" for first in FAMILIES for second in FAMILIES]
MODALITIES = ["CT", "MR", "CR", "US", "PT"]
ROOT = "1.2.826.0.1.3680043.10.1082"


def element(tag, vr, value):
    group, number = tag >> 16, tag & 0xFFFF
    data = value if isinstance(value, bytes) else value.encode("latin-1")
    if len(data) % 2:
        data += b"\0" if vr == "UI" else b" "
    head = struct.pack("<HH", group, number) + vr.encode()
    return head + (struct.pack("<HI", 0, len(data)) if vr in ("OB", "OW") else struct.pack("<H", len(data))) + data


def file_of(study, series):
    """One image of 16 bytes of pixels, as Part 10."""
    random.seed(study)
    day = f"{2020 + study % 6}{1 + study % 12:02}{1 + study * 7 % 28:02}"
    name = f"{random.choice(DOUBLE)}^{random.choice(GIVEN)}"
    uids = [f"{ROOT}.{study}", f"{ROOT}.{study}.{series}", f"{ROOT}.{study}.{series}.1"]
    modality = MODALITIES[(study + series) % len(MODALITIES)]
    dataset = b"".join([
        element(0x00080005, "CS", "ISO_IR 100"), element(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.7"),
        element(0x00080018, "UI", uids[2]), element(0x00080020, "DA", day), element(0x00080030, "TM", f"{8 + study % 10:02}3000"),
        element(0x00080050, "SH", f"ACC{study:07}"), element(0x00080060, "CS", modality),
        element(0x00080090, "PN", "Referrer^Some"), element(0x00081030, "LO", f"Examination {study % 40}"),
        element(0x0008103E, "LO", f"Series {series}"), element(0x00100010, "PN", name),
        element(0x00100020, "LO", f"PAT{study:07}"), element(0x00100030, "DA", f"19{30 + study % 70}0101"),
        element(0x00100040, "CS", "FM"[study % 2]), element(0x0020000D, "UI", uids[0]), element(0x0020000E, "UI", uids[1]),
        element(0x00200010, "SH", f"S{study}"), element(0x00200011, "IS", str(series)), element(0x00200013, "IS", "1"),
        element(0x00280002, "US", struct.pack("<H", 1)), element(0x00280004, "CS", "MONOCHROME2"),
        element(0x00280010, "US", struct.pack("<H", 4)), element(0x00280011, "US", struct.pack("<H", 4)),
        element(0x00280100, "US", struct.pack("<H", 8)), element(0x00280101, "US", struct.pack("<H", 8)),
        element(0x00280102, "US", struct.pack("<H", 7)), element(0x00280103, "US", struct.pack("<H", 0)),
        element(0x7FE00010, "OB", bytes(16))])
    meta = b"".join([
        element(0x00020001, "OB", b"\0\1"), element(0x00020002, "UI", "1.2.840.10008.5.1.4.1.1.7"),
        element(0x00020003, "UI", uids[2]), element(0x00020010, "UI", "1.2.840.10008.1.2.1"),
        element(0x00020012, "UI", "1.2.826.0.1.3680043.10.1082.1")])
    return bytes(128) + b"DICM" + element(0x00020000, "UL", struct.pack("<I", len(meta))) + meta + dataset


def write(folder, studies, senders):
    """Files in as many folders as there are senders."""
    folders = [folder / str(i) for i in range(senders)]
    for each in folders:
        each.mkdir(parents=True)
    for study in range(1, studies + 1):
        for series in range(1, 4):
            (folders[study % senders] / f"{study}-{series}.dcm").write_bytes(file_of(study, series))
    return [str(each) for each in folders]


def literal(words):
    return "array[" + ",".join(f"'{word}'" for word in words) + "]"


def sounds_sql(library, ejb):
    """How each name sounds, by the server's own class."""
    names = " ".join(DOUBLE + GIVEN)
    script = ('import org.voxrelay.db.NameWords;\n'
              f'for (String w : "{names}".split(" ")) System.out.println("(" + w + ")," + String.join(" ", NameWords.of(w)));\n')
    ended = subprocess.run(["jshell", "-s", "--class-path", f"{ejb}:{library}/*", "-"], input=script, capture_output=True, text=True)
    lines = [line[1:].split("),") for line in ended.stdout.splitlines() if line.startswith("(")]
    if len(lines) != len(DOUBLE) + len(GIVEN):
        raise SystemExit(f"bench/dicomweb: jshell says {ended.stdout[:500]} {ended.stderr[:500]}")
    rows = ",".join(f"('{word}', string_to_array('{sounds}', ' '))" for word, sounds in lines)
    return f"create table name_sounds (word text primary key, sounds text[]); insert into name_sounds values {rows};"


def rows_sql(first, last):
    """Studies first to last with 3 series of 100 instances each, the instances as counts alone."""
    return f"""
create temp table t as
select n, '{ROOT}.' || n as uid, 'PAT' || lpad((n % 400000)::text, 7, '0') as pid, 'ACC' || lpad(n::text, 7, '0') as acc,
  date '2000-01-01' + (hashint8(n) & 2147483647) % 9490 as day, time '08:00' + (n % 600) * interval '1 minute' as at,
  ({literal(DOUBLE)})[1 + (hashint8(n % 400000 + 7) & 2147483647) % {len(DOUBLE)}] as family,
  ({literal(GIVEN)})[1 + (hashint8(n % 400000 + 13) & 2147483647) % {len(GIVEN)}] as given,
  'Examination ' || n % 40 as descr, date '1930-01-01' + (hashint8(n % 400000) & 2147483647) % 25000 as birth,
  array(select distinct ({literal(MODALITIES)})[1 + (n + s) % {len(MODALITIES)}] from generate_series(1, 3) s order by 1) as mods
from generate_series({first}, {last}) n;
insert into patient (pid, name, name_fold, birth, sex) select distinct on (pid) pid, family || '^' || given,
  upper(family || '^' || given), birth, 'F' from t on conflict do nothing;
insert into study (patient_pk, uid, date, time, accession, study_id, descr_fold, ref_fold, name_fold, pid, birth, sex, modalities,
  n_series, n_instances, attributes, keys, name_words)
select patient.pk, uid, day, at, acc, 'S' || n, upper(descr), 'REFERRER^SOME', upper(family || '^' || given), t.pid, t.birth, 'F', mods,
  3, 300, format('{{"00080005":{{"vr":"CS","Value":["ISO_IR 192"]}},"00080020":{{"vr":"DA","Value":["%s"]}},"00080030":{{"vr":"TM",'
  '"Value":["%s"]}},"00080050":{{"vr":"SH","Value":["%s"]}},"00080090":{{"vr":"PN","Value":[{{"Alphabetic":"Referrer^Some"}}]}},'
  '"00081030":{{"vr":"LO","Value":["%s"]}},"00100010":{{"vr":"PN","Value":[{{"Alphabetic":"%s^%s"}}]}},"00100020":{{"vr":"LO",'
  '"Value":["%s"]}},"00100030":{{"vr":"DA","Value":["%s"]}},"00100040":{{"vr":"CS","Value":["F"]}},"0020000D":{{"vr":"UI","Value":["%s"]}},'
  '"00200010":{{"vr":"SH","Value":["S%s"]}}}}', to_char(day, 'YYYYMMDD'), to_char(at, 'HH24MISS'), acc, descr, family, given, t.pid,
  to_char(t.birth, 'YYYYMMDD'), uid, n), '{{}}', f.sounds || g.sounds
from t join name_sounds f on f.word = family join name_sounds g on g.word = given join patient on patient.pid = t.pid and patient.issuer = '' and lone_study = '';
insert into study_modality select pk, unnest(modalities), date, time from study where uid in (select uid from t);
insert into series (study_pk, uid, modality, number, descr_fold, body_part, n_instances, attributes, keys)
select study.pk, study.uid || '.' || s, ({literal(MODALITIES)})[1 + (n + s) % {len(MODALITIES)}], s, 'SERIES ' || s, '', 100,
  format('{{"00080060":{{"vr":"CS","Value":["%s"]}},"0008103E":{{"vr":"LO","Value":["Series %s"]}},"0020000E":{{"vr":"UI","Value":["%s"]}},'
  '"00200011":{{"vr":"IS","Value":[%s]}}}}', ({literal(MODALITIES)})[1 + (n + s) % {len(MODALITIES)}], s, study.uid || '.' || s, s), '{{}}'
from t join study on study.uid = t.uid, generate_series(1, 3) s;
drop table t;
"""
