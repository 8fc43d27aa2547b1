package org.chuangjian.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;

/** A test of pages of the {@link QuietProduct}, with no server between. */
@QuietProduct
@AutoConfigureMockMvc
@DirtiesContext
@Import(Visits.class)
@ContextConfiguration(initializers = Storage.InMemory.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface QuietPages {}
