package org.voxrelay.dimse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.dict.UidDictionary;
import org.voxrelay.dimse.StorageOptions.LevelOfSupport;
import org.voxrelay.dimse.pdu.CommonExtendedNegotiation;

/** What one side of an association does for the other, by SOP class. Of two for the same class the first counts. */
final class Services {
    /** A storage service with what it says of itself; without that nothing is answered to who asks. */
    record Store(StoreService service, Optional<StorageOptions> options) {}

    /** C-GET with what can be agreed on. */
    record Get(RetrieveService service, RetrieveOptions options) {}

    /** C-MOVE with where it may send, and what can be agreed on. */
    record Move(RetrieveService service, MoveDestinations destinations, RetrieveOptions options) {}

    /** A query service with what it can be asked beyond the basics. */
    record Find(FindService service, FindOptions options) {}

    private record Entry<S>(TransferCapability capability, S service) {}

    private final List<Entry<Store>> store = new ArrayList<>();
    private final List<Entry<Find>> find = new ArrayList<>();
    private final List<Entry<Get>> get = new ArrayList<>();
    private final List<Entry<Move>> move = new ArrayList<>();
    private final List<Entry<NormalizedService>> normalized = new ArrayList<>();

    Services() {}

    Services(Services other) {
        store.addAll(other.store);
        find.addAll(other.find);
        get.addAll(other.get);
        move.addAll(other.move);
        normalized.addAll(other.normalized);
    }

    void add(TransferCapability capability, Store service) {
        store.add(new Entry<>(capability, service));
    }

    void add(TransferCapability capability, Find service) {
        find.add(new Entry<>(capability, service));
    }

    void add(TransferCapability capability, Get service) {
        get.add(new Entry<>(capability, service));
    }

    void add(TransferCapability capability, Move service) {
        move.add(new Entry<>(capability, service));
    }

    void add(TransferCapability capability, NormalizedService service) {
        normalized.add(new Entry<>(capability, service));
    }

    Optional<Store> store(String abstractSyntax) {
        return of(store, abstractSyntax);
    }

    /**
     * The service of the class, or of one as which the peer says that its instances can be treated too, or, if it says just
     * that they are stored, one that keeps everything (PS3.4 section B.4.1.2).
     */
    Optional<Store> storeAs(String abstractSyntax, List<CommonExtendedNegotiation> related) {
        return store(abstractSyntax)
                .or(() -> related.stream()
                        .filter(item -> item.sopClassUid().equals(abstractSyntax))
                        .flatMap(item -> storeAs(item).stream())
                        .findFirst());
    }

    private Optional<Store> storeAs(CommonExtendedNegotiation related) {
        return related.relatedGeneralSopClassUids().stream()
                .flatMap(general -> store(general).stream())
                .findFirst()
                .or(() -> related.serviceClassUid().equals(UID.Storage) ? keepingAll() : Optional.empty());
    }

    private Optional<Store> keepingAll() {
        return store.stream()
                .map(Entry::service)
                .filter(service -> service.options()
                        .filter(options -> options.levelOfSupport() == LevelOfSupport.LEVEL_2)
                        .isPresent())
                .findFirst();
    }

    Optional<Find> find(String abstractSyntax) {
        return of(find, abstractSyntax);
    }

    Optional<Get> get(String abstractSyntax) {
        return of(get, abstractSyntax);
    }

    Optional<Move> move(String abstractSyntax) {
        return of(move, abstractSyntax);
    }

    /** What can be agreed on for a class of C-MOVE or C-GET. */
    Optional<RetrieveOptions> retrieveOptions(String abstractSyntax) {
        return move(abstractSyntax)
                .map(Move::options)
                .or(() -> get(abstractSyntax).map(Get::options));
    }

    Optional<NormalizedService> normalized(String abstractSyntax) {
        return of(normalized, abstractSyntax);
    }

    private static <S> Optional<S> of(List<Entry<S>> entries, String abstractSyntax) {
        return entries.stream()
                .filter(entry -> entry.capability().abstractSyntaxes().test(abstractSyntax))
                .map(Entry::service)
                .findFirst();
    }

    /** Whether requesters may ask to be sent instances of this class by C-GET. */
    boolean sendsByGet(String abstractSyntax, List<CommonExtendedNegotiation> related) {
        return !get.isEmpty()
                && (UidDictionary.isStorageSopClass(abstractSyntax)
                        || storeAs(abstractSyntax, related).isPresent());
    }

    /** Whether its requests are served one after the other, each to its end, as they come. */
    boolean isServedInTurn(String abstractSyntax) {
        return find(abstractSyntax).isEmpty()
                && get(abstractSyntax).isEmpty()
                && move(abstractSyntax).isEmpty()
                && normalized(abstractSyntax).isEmpty();
    }

    /** In which transfer syntaxes the class is taken; empty if there is no service for it. */
    Optional<TransferCapability> capability(String abstractSyntax) {
        return Stream.of(
                        Stream.of(TransferCapability.VERIFICATION),
                        capabilities(store),
                        capabilities(find),
                        capabilities(get),
                        capabilities(move),
                        capabilities(normalized))
                .flatMap(all -> all)
                .filter(capability -> capability.abstractSyntaxes().test(abstractSyntax))
                .findFirst();
    }

    private static <S> Stream<TransferCapability> capabilities(List<Entry<S>> entries) {
        return entries.stream().map(Entry::capability);
    }
}
