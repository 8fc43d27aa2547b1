/** The settings page, where the example county is removed. */
@NullMarked
package org.chuangjian.example.web;

import org.jspecify.annotations.NullMarked;
