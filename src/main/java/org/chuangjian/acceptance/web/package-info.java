/** Pages and REST of documents, self-evaluation, evaluations of the levels above, and surveys. */
@NullMarked
package org.chuangjian.acceptance.web;

import org.jspecify.annotations.NullMarked;
