package org.chuangjian.criteria;

/** The kinds of campaign a criteria table can be for. Whoever knows the kinds provides it. */
public interface KnownKinds {

    /** @throws org.chuangjian.shared.Problem 422 naming the kinds there are */
    void requireKnown(String kind);
}
