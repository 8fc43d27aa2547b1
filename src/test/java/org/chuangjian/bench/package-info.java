/** The benchmark: {@code mvn -Pbench verify}; ratios measured in one run, written to {@code target/bench}. */
@NullMarked
package org.chuangjian.bench;

import org.jspecify.annotations.NullMarked;
