package org.chuangjian;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.docs.Documenter;

/** The house keeps its rooms: modules use only what their package-info allows, and only one knows the engine. */
class ModularityTests {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.chuangjian");

    @Test
    void modulesUseOnlyWhatTheyAreAllowedTo() {
        ApplicationModules modules = ApplicationModules.of(ChuangjianApplication.class);
        modules.verify();
        new Documenter(modules).writeModulesAsPlantUml().writeModuleCanvases();
    }

    @Test
    void onlyProcessKnowsTheEngine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.chuangjian.process..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.camunda..")
                .check(CLASSES);
    }

    @Test
    void nobodyUsesAnEdge() {
        for (String edge : new String[] {"process", "notification", "insight", "example"}) {
            noClasses()
                    .that()
                    .resideOutsideOfPackage("org.chuangjian." + edge + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.chuangjian." + edge + "..")
                    .allowEmptyShould(true)
                    .check(CLASSES);
        }
    }

    @Test
    void pagesAndRestAreUsedByNobodyElse() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..web..")
                .and()
                .resideOutsideOfPackages("org.chuangjian.identity", "org.chuangjian.process")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.chuangjian.(*).web..")
                .check(CLASSES);
    }

    @Test
    void collaboratorsComeThroughTheConstructor() {
        noFields().should().beAnnotatedWith(Autowired.class).check(CLASSES);
    }

    @Test
    void theTimeComesFromTheClock() {
        noClasses()
                .should()
                .callMethod(java.time.LocalDate.class, "now")
                .orShould()
                .callMethod(java.time.OffsetDateTime.class, "now")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .check(CLASSES);
    }
}
