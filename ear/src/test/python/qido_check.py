"""Searches by dicomweb-client at all levels, with its own parameters, pages and fuzzy names."""

import sys

from dicomweb_client.api import DICOMwebClient


def main(url: str, root: str) -> None:
    client = DICOMwebClient(url)

    def studies(**parameters):
        return [match["0020000D"]["Value"][0].removeprefix(root) for match in client.search_for_studies(**parameters)]

    assert studies(search_filters={"PatientID": "QIDO-3"}) == ["3"]
    assert studies(search_filters={"00100020": "QIDO-3"}) == ["3"]
    assert studies(search_filters={"PatientID": "QIDO-*"}, limit=2, offset=1) == ["5", "4"]
    assert studies(search_filters={"PatientID": "QIDO-*", "StudyDate": "19990102-19990103"}) == ["3", "2"]
    assert studies(search_filters={"PatientName": "Anne Qido", "PatientID": "QIDO-*"}, fuzzymatching=True) == ["3", "2", "1"]
    assert studies(search_filters={"PatientName": "Anne Qido", "PatientID": "QIDO-*"}) == []
    assert studies(search_filters={"PatientID": "QIDO-*"}, limit=2, get_remaining=True) == ["6", "5", "4", "3", "2", "1"]

    found = client.search_for_studies(search_filters={"PatientID": "QIDO-1"}, fields=["StudyDescription", "00100040"])
    assert found[0]["00081030"]["Value"] == ["Qido study 1"], found
    series = client.search_for_series(root + "1", search_filters={"Modality": "MR"})
    assert [match["0020000E"]["Value"][0] for match in series] == [root + "1.2"], series
    everywhere = client.search_for_series(search_filters={"PatientID": "QIDO-2"}, fields=["SeriesDescription"])
    assert [match["0008103E"]["Value"][0] for match in everywhere] == ["Series 1", "Series 2"]
    instances = client.search_for_instances(root + "1", root + "1.1", search_filters={"InstanceNumber": "3"})
    assert [match["00080018"]["Value"][0] for match in instances] == [root + "1.1.3"]
    assert len(client.search_for_instances(search_filters={"PatientID": "QIDO-2"})) == 6
    print("dicomweb-client agrees")


if __name__ == "__main__":
    main(*sys.argv[1:])
