package org.voxrelay.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.voxrelay.inference.Inference.Wanted;
import org.voxrelay.inference.engine.EngineSelection;
import org.voxrelay.inference.engine.EngineSession;
import org.voxrelay.inference.engine.Ensemble;
import org.voxrelay.inference.engine.OnnxEngine;
import org.voxrelay.inference.engine.Precision;
import org.voxrelay.inference.model.Graph;
import org.voxrelay.inference.model.Label;
import org.voxrelay.inference.model.ModelPackage;
import org.voxrelay.inference.model.ModelRepository;
import org.voxrelay.inference.model.Scores;
import org.voxrelay.inference.transform.Preprocessing;
import org.voxrelay.inference.transform.Workpiece;
import org.voxrelay.inference.volume.Grid;
import org.voxrelay.inference.volume.Point;
import org.voxrelay.inference.volume.Volume;
import org.voxrelay.inference.window.ScoreCell;
import org.voxrelay.inference.window.ScoreMemory;
import org.voxrelay.inference.window.ScoreSink;
import org.voxrelay.inference.window.SlidingWindow;

/** Against what MONAI and nnU-Net made of the same weights and series; {@code bench/exactness.py} made the cases. */
class ExactnessTest {
    private static final Path CASES = Optional.ofNullable(System.getenv("VOXRELAY_EXACTNESS"))
            .map(Path::of)
            .orElse(Path.of("src/test/resources/exactness"));
    private static final double MOST_SCORE_DIFFERENCE = 1e-4;
    private static final double MOST_PROBABILITY_DIFFERENCE = 1e-4;
    private static final double LEAST_EQUAL_LABELS = 0.9999;
    /** Probabilities that bench/exactness.py keeps of a case. */
    private static final int KEPT = 6000;
    /** No probability. */
    private static final int BACKGROUND = -1;

    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<Path> cases() throws IOException {
        return Files.list(CASES).filter(Files::isDirectory).sorted();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void labelsAreThoseOfTheFrameworkThatTrainsSuchModels(Path folder) throws Exception {
        ModelPackage model = new ModelRepository(folder).version("model", "1");
        try (var inference = new LocalInference(new EngineSelection(new OnnxEngine(2), "for the test"))) {
            byte[] ours = TestBody.bytes(
                    inference.segment(model, volumes(folder), Progress.NONE).labels());
            byte[] theirs = unzip(folder.resolve("labels.u8.gz"));
            assertThat(equal(ours, theirs)).isGreaterThanOrEqualTo(LEAST_EQUAL_LABELS);
        }
    }

    static Stream<Path> casesOfMonai() throws IOException {
        return cases().filter(folder -> Files.exists(folder.resolve("probabilities.u8.gz")));
    }

    static Stream<Path> casesOfNnUnet() throws IOException {
        return cases().filter(folder -> Files.exists(folder.resolve("probabilities.f32.gz")));
    }

    @ParameterizedTest
    @MethodSource("casesOfMonai")
    void probabilitiesOnTheGridOfTheSeriesAreThoseOfMonai(Path folder) throws Exception {
        byte[] theirs = unzip(folder.resolve("probabilities.u8.gz"));
        int[] ours = probabilities(folder, theirs.length);
        for (int i = 0; i < theirs.length; i++) {
            if (ours[i] != BACKGROUND) {
                assertThat(ours[i]).isBetween((theirs[i] & 0xFF) - 1, (theirs[i] & 0xFF) + 1);
            }
        }
    }

    /** Each is what a value rounds to that is no further from nnU-Net's than scores may be. */
    @ParameterizedTest
    @MethodSource("casesOfNnUnet")
    void probabilitiesOnTheGridOfTheSeriesAreThoseThatNnUnetExports(Path folder) throws Exception {
        FloatBuffer theirs = floats(folder.resolve("probabilities.f32.gz"));
        int[] ours = probabilities(folder, theirs.capacity());
        for (int i = 0; i < ours.length; i++) {
            if (ours[i] != BACKGROUND) {
                assertThat((double) ours[i])
                        .isCloseTo(255.0 * theirs.get(i), within(0.5 + 255 * MOST_PROBABILITY_DIFFERENCE));
            }
        }
    }

    /**
     * Our probabilities in steps of 1/255 at the places that bench/exactness.py keeps of [channel][z][y][x]; of the channel
     * of the background there are none.
     */
    private static int[] probabilities(Path folder, int kept) throws Exception {
        ModelPackage model = new ModelRepository(folder).version("model", "1");
        List<Integer> channels = model.scores() instanceof Scores.Exclusive exclusive
                ? exclusive.numbers()
                : ((Scores.Overlapping) model.scores()).numbers();
        List<Integer> labels = model.labels().stream().map(Label::number).toList();
        try (var inference = new LocalInference(new EngineSelection(new OnnxEngine(2), "for the test"))) {
            List<ByteBuffer> ours = inference
                    .segment(model, volumes(folder), Wanted.PROBABILITIES, Progress.NONE)
                    .probabilities();
            assertThat(ours).hasSameSizeAs(labels);
            int voxels = ours.get(0).capacity();
            int step = Math.max(1, channels.size() * voxels / KEPT);
            var found = new int[kept];
            for (int i = 0; i < kept; i++) {
                int label = labels.indexOf(channels.get(i * step / voxels));
                found[i] = label < 0 ? BACKGROUND : ours.get(label).get(i * step % voxels) & 0xFF;
            }
            return found;
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void scoresAreThoseOfTheFrameworkThatTrainsSuchModels(Path folder) throws Exception {
        ModelPackage model = new ModelRepository(folder).version("model", "1");
        Workpiece piece = new Preprocessing(model.preprocess(), 1 << 24).apply(volumes(folder));
        int classes = model.scores().channels();
        JsonNode shape = JSON.readTree(folder.resolve("scores.json").toFile());
        List<Integer> size = new ArrayList<>();
        shape.path("shape").forEach(n -> size.add(n.asInt()));
        int[] network = piece.networkSize();
        assertThat(size).containsExactly(classes, network[0], network[1], network[2]);
        var scores = new float[classes * network[0] * network[1] * network[2]];
        List<EngineSession> sessions = new ArrayList<>();
        for (Graph graph : model.graphs()) {
            sessions.add(new OnnxEngine(2).load(graph, Precision.SINGLE));
        }
        var ensemble = new Ensemble(
                sessions, model.channels().size(), classes, model.tiling().mirrorAxes());
        new SlidingWindow(model.tiling(), piece, classes).run(ensemble, new Collector(scores, network), Progress.NONE);
        sessions.forEach(EngineSession::close);
        FloatBuffer theirs = floats(folder.resolve("scores.f32.gz"));
        double most = 0;
        for (int i = 0; i < theirs.capacity(); i++) {
            most = Math.max(
                    most, Math.abs(theirs.get(i) - scores[i * shape.path("step").asInt()]));
        }
        assertThat(most).isLessThanOrEqualTo(MOST_SCORE_DIFFERENCE);
    }

    private record Collector(float[] scores, int[] size) implements ScoreSink {
        @Override
        public boolean finished(ScoreCell cell) {
            for (int channel = 0; channel < cell.channels(); channel++) {
                for (int i = 0; i < cell.size()[0]; i++) {
                    for (int j = 0; j < cell.size()[1]; j++) {
                        int from = channel * cell.count() + (i * cell.size()[1] + j) * cell.size()[2];
                        int to = ((channel * size[0] + cell.start()[0] + i) * size[1] + cell.start()[1] + j) * size[2]
                                + cell.start()[2];
                        System.arraycopy(cell.scores(), from, scores, to, cell.size()[2]);
                    }
                }
            }
            return true;
        }

        @Override
        public void reached(int index, ScoreMemory memory) {
            assertThat(index).isPositive();
        }
    }

    private static List<Volume> volumes(Path folder) throws IOException {
        JsonNode grid = JSON.readTree(folder.resolve("grid.json").toFile());
        JsonNode size = grid.path("size");
        JsonNode mm = grid.path("spacingMm");
        JsonNode at = grid.path("origin");
        JsonNode towards = grid.path("direction");
        Grid place = new Grid(
                new Point(at.get(0).asDouble(), at.get(1).asDouble(), at.get(2).asDouble()),
                new Point(towards.get(0).asDouble(), 0, 0),
                new Point(0, towards.get(1).asDouble(), 0),
                new Point(0, 0, towards.get(2).asDouble()),
                mm.get(0).asDouble(),
                mm.get(1).asDouble(),
                mm.get(2).asDouble(),
                size.get(0).asInt(),
                size.get(1).asInt(),
                size.get(2).asInt());
        List<Volume> volumes = new ArrayList<>();
        for (int i = 0; Files.exists(folder.resolve("volume" + i + ".i16.gz")); i++) {
            ByteBuffer samples = ByteBuffer.wrap(unzip(folder.resolve("volume" + i + ".i16.gz")))
                    .order(ByteOrder.LITTLE_ENDIAN);
            FloatBuffer floats = ByteBuffer.allocateDirect(4 * place.count())
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            for (int v = 0; v < place.count(); v++) {
                floats.put(v, samples.getShort(2 * v));
            }
            volumes.add(new Volume(place, floats));
        }
        return volumes;
    }

    private static FloatBuffer floats(Path file) throws IOException {
        return ByteBuffer.wrap(unzip(file)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }

    private static byte[] unzip(Path file) throws IOException {
        try (InputStream stream = new GZIPInputStream(Files.newInputStream(file))) {
            return stream.readAllBytes();
        }
    }

    private static double equal(byte[] ours, byte[] theirs) {
        assertThat(ours).hasSameSizeAs(theirs);
        int same = 0;
        for (int i = 0; i < ours.length; i++) {
            same += ours[i] == theirs[i] ? 1 : 0;
        }
        return (double) same / ours.length;
    }
}
