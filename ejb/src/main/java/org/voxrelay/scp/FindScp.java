package org.voxrelay.scp;

import java.io.IOException;
import java.io.InterruptedIOException;
import org.voxrelay.db.DatabaseException;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dimse.FindOptions;
import org.voxrelay.dimse.FindRequest;
import org.voxrelay.dimse.FindService;
import org.voxrelay.dimse.OperationResult;
import org.voxrelay.nodes.Access;
import org.voxrelay.nodes.Permission;
import org.voxrelay.query.BadKeyException;
import org.voxrelay.query.MatchOptions;
import org.voxrelay.query.MatchPages;
import org.voxrelay.query.QueryService;
import org.voxrelay.query.Search;

/** Answers C-FIND of the Patient Root and Study Root models (PS3.4 section C.4.1). */
public final class FindScp implements FindService {
    /** What may be agreed on beyond the basics. */
    public static final FindOptions OPTIONS = new FindOptions(true, true, true, false, false);

    private static final int PAGES_WITHOUT_A_MATCH = 1000;

    private final QueryService queries;
    private final Access access;
    private final String aeTitle;
    private final int maxMatches;

    /**
     * @param aeTitle ours: matches are fetched from it
     * @param maxMatches of one request; when there are more, these are sent and the request is refused then
     */
    public FindScp(QueryService queries, Access access, String aeTitle, int maxMatches) {
        this.queries = queries;
        this.access = access;
        this.aeTitle = aeTitle;
        this.maxMatches = maxMatches;
    }

    @Override
    public OperationResult find(FindRequest request, Matches matches) throws IOException {
        if (!access.may(request.association().callingAeTitle(), Permission.QUERY)) {
            return ServiceStatus.FIND_NOT_ALLOWED.with("This AE title may not query here");
        }
        try {
            Identifier identifier = Identifier.of(request.sopClassUid(), request.identifier());
            if (!request.options().relational()) {
                identifier.requireAbove();
            }
            var search = new Search(
                    identifier.level(),
                    request.identifier(),
                    new MatchOptions(
                            request.options().combinedDateTime(),
                            request.options().fuzzyNames(),
                            false,
                            false));
            return send(identifier, queries.search(search), matches);
        } catch (Identifier.Mismatch e) {
            return ServiceStatus.FIND_MISMATCH.with(e.getMessage());
        } catch (BadKeyException e) {
            return ServiceStatus.FIND_BAD_VALUE.with(e.getMessage());
        } catch (DatabaseException e) {
            return ServiceStatus.FIND_TOO_MUCH.with("The database is slow or away");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server ends");
        }
    }

    private OperationResult send(Identifier identifier, MatchPages pages, Matches matches)
            throws BadKeyException, IOException, InterruptedException {
        int sent = 0;
        int pagesInVain = 0;
        while (!pages.atEnd()) {
            if (matches.isCancelled()) {
                return OperationResult.SUCCESS;
            }
            var page = pages.next();
            pagesInVain = page.isEmpty() ? pagesInVain + 1 : 0;
            if (pagesInVain > PAGES_WITHOUT_A_MATCH) {
                return ServiceStatus.FIND_TOO_MUCH.with("The search takes too long; add a key");
            }
            for (Attributes match : page) {
                if (sent == maxMatches) {
                    return ServiceStatus.FIND_TOO_MUCH.with("More than " + maxMatches + " matches");
                }
                if (!matches.send(answer(identifier, match), pages.allKeysSupported())) {
                    return OperationResult.SUCCESS;
                }
                sent++;
            }
        }
        return OperationResult.SUCCESS;
    }

    private Attributes answer(Identifier identifier, Attributes match) {
        var answer = AnswerCharacterSet.of(match, identifier.keys());
        return answer.setString(Tag.QueryRetrieveLevel, VR.CS, Identifier.term(identifier.level()))
                .setString(Tag.RetrieveAETitle, VR.AE, aeTitle)
                .setString(Tag.InstanceAvailability, VR.CS, "ONLINE");
    }
}
