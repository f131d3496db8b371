/**
 * The tables of PS3.6: attributes and UIDs. The constants and tables are generated
 * ({@code dicom/src/main/python/generate_dictionary.py}). Imports only the enum of value representations.
 * Read {@link org.voxrelay.dicom.dict.ElementDictionary} first.
 */
package org.voxrelay.dicom.dict;
