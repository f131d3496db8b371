package org.voxrelay;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The walls between the packages of this module: data flows from the doors to the services to the store. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPath(Path.of("target/classes"));

    @Test
    void servicesDoNotKnowTheDoors() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "..ingest..",
                        "..query..",
                        "..retrieve..",
                        "..archive..",
                        "..jobs..",
                        "..rules..",
                        "..results..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..scp..", "org.voxrelay.dimse..", "jakarta.ws.rs..", "jakarta.servlet..")
                .check(CLASSES);
    }

    @Test
    void theStoreKnowsNoService() {
        noClasses()
                .that()
                .resideInAnyPackage("..archive..", "..db..", "..config..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "..ingest..",
                        "..query..",
                        "..retrieve..",
                        "..jobs..",
                        "..rules..",
                        "..results..",
                        "..startup..")
                .check(CLASSES);
    }

    @Test
    void onlyTheWiringKnowsTheContainer() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..startup..", "..config..", "..db..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta..")
                .check(CLASSES);
    }

    /** Class 20 of the hostile inputs: no value reaches a shell, for only the module worker can start programs. */
    @Test
    void nothingHereStartsAProgram() {
        var ours = new ClassFileImporter()
                .importPaths(
                        Path.of("target/classes"),
                        Path.of("../dicom/target/classes"),
                        Path.of("../dimse/target/classes"),
                        Path.of("../inference/target/classes"));
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ProcessBuilder.class)
                .orShould()
                .callMethodWhere(target(owner(type(Runtime.class))).and(target(name("exec"))))
                .check(ours);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("org.voxrelay.(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
