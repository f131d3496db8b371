package org.voxrelay.web.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.voxrelay.jobs.WorkItem;

/** A job as the API shows it. */
final class JobJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JobJson() {}

    static String list(List<WorkItem> items, boolean more) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode jobs = answer.putArray("jobs");
        items.forEach(item -> jobs.add(node(item)));
        answer.put("more", more);
        return answer.toString();
    }

    static String one(WorkItem item) {
        return node(item).toString();
    }

    private static ObjectNode node(WorkItem item) {
        ObjectNode job = JSON.createObjectNode()
                .put("uid", item.uid())
                .put("state", item.state().term())
                .put("label", item.label())
                .put("priority", item.priority().name())
                .put("model", item.task().model())
                .put("modelVersion", item.task().modelVersion())
                .put("studyInstanceUid", item.task().studyUid())
                .put("seriesInstanceUid", item.task().seriesUid())
                .put("images", item.task().inputs().size())
                .put("attempts", item.attempts())
                .put("maxAttempts", item.maxAttempts())
                .put("progress", Math.round(item.progress() * 1000) / 1000.0)
                .put("step", item.step())
                .put("reason", item.reason())
                .put("created", item.created().toString());
        item.started().ifPresent(time -> job.put("started", time.toString()));
        item.ended().ifPresent(time -> job.put("ended", time.toString()));
        item.task().seriesUids().forEach(job.putArray("inputSeries")::add);
        ArrayNode outputs = job.putArray("outputs");
        for (WorkItem.Output output : item.outputs()) {
            outputs.addObject()
                    .put("sopClassUid", output.sopClassUid())
                    .put("seriesInstanceUid", output.seriesInstanceUid())
                    .put("sopInstanceUid", output.sopInstanceUid());
        }
        ObjectNode timings = job.putObject("timingsSeconds");
        item.timings().forEach(timings::put);
        return job;
    }
}
