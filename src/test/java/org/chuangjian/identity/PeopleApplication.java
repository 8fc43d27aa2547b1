package org.chuangjian.identity;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.camunda.bpm.spring.boot.starter.CamundaBpmAutoConfiguration;
import org.camunda.bpm.spring.boot.starter.webapp.CamundaBpmWebappAutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.ComponentScan;

/** The part of the product that knows units, people and sign-on, without the engine: starts in a few seconds. */
@EnableAutoConfiguration(exclude = {CamundaBpmAutoConfiguration.class, CamundaBpmWebappAutoConfiguration.class})
@ComponentScan({"org.chuangjian.shared", "org.chuangjian.organisation", "org.chuangjian.identity"})
public class PeopleApplication {

    /** One context for all tests of this part. */
    @SpringBootTest(
            classes = PeopleApplication.class,
            webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
            properties = {
                "spring.datasource.url=jdbc:h2:mem:people;DB_CLOSE_DELAY=-1",
                "spring.liquibase.change-log=classpath:db/people-changelog.yaml"
            })
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    public @interface Test {}
}
