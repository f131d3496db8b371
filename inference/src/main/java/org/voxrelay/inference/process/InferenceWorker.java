package org.voxrelay.inference.process;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.voxrelay.inference.Inference.Wanted;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.InferenceLimits;
import org.voxrelay.inference.LocalInference;
import org.voxrelay.inference.LostInferenceException;
import org.voxrelay.inference.UnsuitableVolumeException;
import org.voxrelay.inference.engine.EngineMemory;
import org.voxrelay.inference.engine.EnginePlaces;
import org.voxrelay.inference.engine.EngineSelection;
import org.voxrelay.inference.engine.tensorrt.TensorRtPlace;
import org.voxrelay.inference.model.ModelPackage;
import org.voxrelay.inference.model.ModelRepository;
import org.voxrelay.inference.model.UnusableModelException;
import org.voxrelay.inference.process.SegmentAnswer.Kind;
import org.voxrelay.inference.volume.LabelVolume;
import org.voxrelay.inference.volume.Volume;
import org.voxrelay.worker.Child;
import org.voxrelay.worker.Service;
import org.voxrelay.worker.ServiceException;

/** The child process: loads engines, keeps them warm, segments. */
public final class InferenceWorker {
    private static final Logger LOG = Logger.getLogger(InferenceWorker.class.getName());

    private final LocalInference inference;

    private InferenceWorker(LocalInference inference) {
        this.inference = inference;
    }

    /** @param arguments threads, file of measured engines, place of OpenVINO, inference server, three folders of
     *     TensorRT, the three limits, memory of the GPU */
    public static void main(String[] arguments) {
        Child.serve(() -> service(arguments));
    }

    private static Service service(String[] arguments) {
        var places = new EnginePlaces(
                given(arguments[2]).map(Path::of),
                given(arguments[3]).map(URI::create),
                given(arguments[4])
                        .map(libraries ->
                                new TensorRtPlace(Path.of(libraries), Path.of(arguments[5]), Path.of(arguments[6]))),
                Optional.empty(), // it is in the class path already
                Long.parseLong(arguments[10]));
        var selection = EngineSelection.automatic(
                Integer.parseInt(arguments[0]), places, new EngineMemory(Path.of(arguments[1])));
        LOG.log(Level.INFO, "Models are computed by {0}", selection.why());
        var limits = new InferenceLimits(
                Long.parseLong(arguments[7]), Long.parseLong(arguments[8]), Long.parseLong(arguments[9]));
        var worker = new InferenceWorker(new LocalInference(selection, limits));
        return (request, shared) -> worker.answer(request, shared).toBytes();
    }

    private static Optional<String> given(String argument) {
        return Optional.of(argument).filter(text -> !text.isEmpty());
    }

    private SegmentAnswer answer(byte[] request, List<ByteBuffer> shared) throws ServiceException {
        try {
            segment(SegmentRequest.read(request), shared);
            return SegmentAnswer.DONE;
        } catch (LostInferenceException e) {
            return new SegmentAnswer(Kind.LOST, e.getMessage());
        } catch (UnsuitableVolumeException e) {
            return new SegmentAnswer(Kind.UNSUITABLE, e.getMessage());
        } catch (UnusableModelException | InferenceException e) {
            throw new ServiceException(e.getMessage(), e);
        } catch (IOException e) {
            throw new ServiceException("The model cannot be read: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the child's thread", e);
        }
    }

    private void segment(SegmentRequest request, List<ByteBuffer> shared)
            throws IOException, UnusableModelException, InferenceException, LostInferenceException,
                    InterruptedException {
        ModelPackage model = ModelRepository.read(Path.of(request.folder()), request.name(), request.version());
        if (!model.sha256().equals(request.sha256())) {
            throw new InferenceException("The files of " + request.name() + " were changed meanwhile.");
        }
        List<Volume> channels = new ArrayList<>();
        for (int i = 0; i < request.grids().size(); i++) {
            ByteBuffer samples = shared.get(2 + i).order(ByteOrder.nativeOrder());
            channels.add(new Volume(request.grids().get(i), samples.asFloatBuffer()));
        }
        var progress = new SharedProgress(shared.get(0).order(ByteOrder.nativeOrder()));
        List<ByteBuffer> probabilities = request.wanted() == Wanted.PROBABILITIES
                ? shared.subList(2 + channels.size(), shared.size())
                : List.of();
        LabelVolume labels = inference.segment(model, channels, probabilities, progress::report);
        shared.get(1).put(0, labels.labels(), 0, labels.labels().capacity());
    }
}
