package org.chuangjian.shared;

import com.github.f4b6a3.tsid.TsidCreator;

/**
 * New identifiers: 13 characters, sortable by time, made without asking the database, safe in a URL and in a number of
 * a script (a 64-bit integer would lose digits in a browser).
 */
public final class Ids {

    private Ids() {}

    public static String next() {
        return TsidCreator.getTsid1024().toString();
    }
}
