package org.chuangjian.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AliasFor;

/** A test of the whole product, empty at first, in which nothing happens by itself: no timer, no sweep, no example. */
@SpringBootTest(
        properties = {
            "chuangjian.example=false",
            "logging.file.name=",
            "camunda.bpm.job-execution.enabled=false",
            "chuangjian.milestones.sweep=1d",
            "chuangjian.titles.sweep=1d",
            "chuangjian.jobs.sweep=1d"
        })
@Import({CountyAtWork.class, CountedStatements.class})
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface QuietProduct {

    @AliasFor(annotation = SpringBootTest.class)
    WebEnvironment webEnvironment() default WebEnvironment.MOCK;
}
