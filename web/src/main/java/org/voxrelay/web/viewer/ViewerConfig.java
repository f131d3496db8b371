package org.voxrelay.web.viewer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.voxrelay.web.viewer.ViewerSettings.SegmentationForm;

/** The script that tells the viewer where our DICOMweb is and what to leave out. */
final class ViewerConfig {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DICOM_WEB = "/dicom-web";

    private ViewerConfig() {}

    /** @param title the archive's name as people see it */
    static String script(String title, SegmentationForm segmentation) {
        return "window.config = " + config(title, segmentation).toPrettyString() + ";\n"
                // Without it one frame that fails ends the whole view.
                + "window.config.httpErrorHandler = error => console.warn('DICOMweb answered', error && error.status);\n";
    }

    private static ObjectNode config(String title, SegmentationForm segmentation) {
        ObjectNode config = JSON.createObjectNode()
                .put("routerBasename", "/ohif/")
                .put("showStudyList", true)
                .put("maxNumberOfWebWorkers", 2)
                .put("strictZSpacingForVolumeViewport", true)
                .put("groupEnabledModesFirst", true)
                .put("showWarningMessageForCrossOrigin", false)
                .put("showCPUFallbackMessage", false)
                // A result that a link names is shown without a question.
                .put("disableConfirmationPrompts", true)
                .put("defaultDataSourceName", "voxrelay");
        config.putArray("extensions");
        config.putArray("modes");
        config.putObject("investigationalUseDialog").put("option", "never");
        ObjectNode customization = config.putArray("customizationService").addObject();
        customization.putObject("ohif.tours").putArray("$set");
        customization.putObject("segmentation.store.defaultMode").put("$set", segmentation.mode());
        customization.putObject("segmentation.store.transferSyntaxUID").put("$set", segmentation.transferSyntaxUid());
        config.putArray("dataSources").add(dataSource(title));
        return config;
    }

    private static ObjectNode dataSource(String title) {
        ObjectNode source = JSON.createObjectNode()
                .put("namespace", "@ohif/extension-default.dataSourcesModule.dicomweb")
                .put("sourceName", "voxrelay");
        source.putObject("configuration")
                .put("friendlyName", title)
                .put("name", "voxrelay")
                .put("wadoUriRoot", DICOM_WEB)
                .put("qidoRoot", DICOM_WEB)
                .put("wadoRoot", DICOM_WEB)
                .put("qidoSupportsIncludeField", true)
                .put("supportsReject", false)
                .put("imageRendering", "wadors")
                .put("thumbnailRendering", "wadors")
                .put("enableStudyLazyLoad", true)
                .put("supportsFuzzyMatching", true)
                .put("supportsWildcard", true)
                .put("dicomUploadEnabled", true)
                .put("omitQuotationForMultipartRequest", true)
                .putObject("bulkDataURI")
                .put("enabled", true)
                .put("relativeResolution", "studies");
        return source;
    }
}
