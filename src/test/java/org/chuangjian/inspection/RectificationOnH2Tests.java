package org.chuangjian.inspection;

import org.chuangjian.support.ApplicationServer;

/** On the embedded database. */
class RectificationOnH2Tests extends RectificationTests {

    @Override
    ApplicationServer started() {
        return ApplicationServer.start();
    }
}
