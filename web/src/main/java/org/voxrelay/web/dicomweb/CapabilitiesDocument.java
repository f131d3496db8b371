package org.voxrelay.web.dicomweb;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.voxrelay.web.dicomweb.Capabilities.Offer;

/** Writes capabilities as the Web Application Description Language, or as JSON of the same structure. */
final class CapabilitiesDocument {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAMESPACE = "http://wadl.dev.java.net/2009/02";

    private CapabilitiesDocument() {}

    static byte[] json(String base, Map<String, List<Offer>> offers) throws IOException {
        ObjectNode application = JSON.createObjectNode();
        ObjectNode resources =
                application.putObject("application").putObject("resources").put("base", base);
        ArrayNode all = resources.putArray("resource");
        offers.forEach((path, methods) -> {
            ArrayNode list = all.addObject().put("path", path).putArray("method");
            for (Offer offer : methods) {
                ObjectNode method = list.addObject().put("name", offer.method()).put("id", offer.id());
                ArrayNode parameters = method.putObject("request").putArray("param");
                offer.parameters()
                        .forEach(
                                name -> parameters.addObject().put("name", name).put("style", "query"));
                ArrayNode types = method.putObject("response").putArray("representation");
                offer.types().forEach(type -> types.addObject().put("mediaType", type));
            }
        });
        return JSON.writeValueAsBytes(application);
    }

    static byte[] wadl(String base, Map<String, List<Offer>> offers) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(bytes, "UTF-8");
            xml.writeStartDocument("UTF-8", "1.0");
            xml.setDefaultNamespace(NAMESPACE);
            xml.writeStartElement(NAMESPACE, "application");
            xml.writeDefaultNamespace(NAMESPACE);
            start(xml, "resources", "base", base);
            for (var resource : offers.entrySet()) {
                start(xml, "resource", "path", resource.getKey());
                for (Offer offer : resource.getValue()) {
                    method(xml, offer);
                }
                xml.writeEndElement();
            }
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
        return bytes.toByteArray();
    }

    private static void method(XMLStreamWriter xml, Offer offer) throws XMLStreamException {
        start(xml, "method", "name", offer.method(), "id", offer.id());
        start(xml, "request");
        for (String name : offer.parameters()) {
            start(xml, "param", "name", name, "style", "query");
            xml.writeEndElement();
        }
        xml.writeEndElement();
        start(xml, "response", "status", "200");
        for (String type : offer.types()) {
            start(xml, "representation", "mediaType", type);
            xml.writeEndElement();
        }
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private static void start(XMLStreamWriter xml, String name, String... attributes) throws XMLStreamException {
        xml.writeStartElement(NAMESPACE, name);
        for (int i = 0; i < attributes.length; i += 2) {
            xml.writeAttribute(attributes[i], attributes[i + 1]);
        }
    }
}
