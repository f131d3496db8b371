package org.voxrelay.dicom.sr;

import org.voxrelay.dicom.code.Code;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.derived.InstanceReference;
import org.voxrelay.dicom.dict.Tag;

/** One node of a report's content tree (PS3.3 C.17.3); children are added in the order in which they are read. */
final class ContentItem {
    private final Attributes item;

    private ContentItem(Attributes item) {
        this.item = item;
    }

    private static ContentItem of(String valueType) {
        return new ContentItem(new Attributes(8).setString(Tag.ValueType, valueType));
    }

    private static ContentItem of(String valueType, Code name) {
        ContentItem node = of(valueType);
        node.item.newSequence(Tag.ConceptNameCodeSequence).add(name.toItem());
        return node;
    }

    static ContentItem container(Code name) {
        ContentItem node = of("CONTAINER", name);
        node.item.setString(Tag.ContinuityOfContent, "SEPARATE");
        return node;
    }

    /** A container that follows a template of PS3.16. */
    static ContentItem container(Code name, String templateId) {
        ContentItem node = container(name);
        node.item
                .newItem(Tag.ContentTemplateSequence)
                .setString(Tag.MappingResource, "DCMR")
                .setString(Tag.TemplateIdentifier, templateId);
        return node;
    }

    static ContentItem text(Code name, String text) {
        ContentItem node = of("TEXT", name);
        node.item.setString(Tag.TextValue, text);
        return node;
    }

    static ContentItem code(Code name, Code value) {
        ContentItem node = of("CODE", name);
        node.item.newSequence(Tag.ConceptCodeSequence).add(value.toItem());
        return node;
    }

    static ContentItem uid(Code name, String uid) {
        ContentItem node = of("UIDREF", name);
        node.item.setString(Tag.UID, uid);
        return node;
    }

    static ContentItem number(Code name, double value, Code unit) {
        ContentItem node = of("NUM", name);
        Attributes measured = node.item.newItem(Tag.MeasuredValueSequence);
        measured.setDouble(Tag.NumericValue, VR.DS, value);
        measured.newSequence(Tag.MeasurementUnitsCodeSequence).add(unit.toItem());
        return node;
    }

    static ContentItem image(InstanceReference reference) {
        ContentItem node = of("IMAGE");
        reference.writeTo(node.item.newItem(Tag.ReferencedSOPSequence));
        return node;
    }

    /** One segment of a segmentation. */
    static ContentItem segment(Code name, InstanceReference segmentation, int segmentNumber) {
        ContentItem node = of("IMAGE", name);
        segmentation
                .writeTo(node.item.newItem(Tag.ReferencedSOPSequence))
                .setInt(Tag.ReferencedSegmentNumber, segmentNumber);
        return node;
    }

    /** Appends a child and returns this node. */
    ContentItem add(Relationship relationship, ContentItem child) {
        child.item.setString(Tag.RelationshipType, relationship.term());
        item.ensureSequence(Tag.ContentSequence).add(child.item);
        return this;
    }

    ContentItem contains(ContentItem child) {
        return add(Relationship.CONTAINS, child);
    }

    Attributes toAttributes() {
        return item;
    }
}
