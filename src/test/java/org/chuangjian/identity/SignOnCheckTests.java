package org.chuangjian.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.chuangjian.shared.StartCheck.Objection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What keeps the product from starting for real work on the side of accounts and lines. */
class SignOnCheckTests {

    @Test
    void aSafeSettingIsNotObjectedTo() {
        assertThat(SignOnCheck.objections(Set.of(), false, true, "")).isEmpty();
    }

    @Test
    void demoAccountsAreCountedAndNamed() {
        List<Objection> objections =
                SignOnCheck.objections(Set.of("office", "admin", "c-a", "c-b", "c-c", "c-d"), false, true, "");
        assertThat(objections).hasSize(1);
        assertThat(objections.get(0).reason()).contains("6 个演示账号").contains("admin、c-a、c-b、c-c、c-d 等");
        assertThat(objections.get(0).remedy()).contains("移除示例县");
    }

    @Test
    void theExampleCountyMustBeSwitchedOff() {
        assertThat(SignOnCheck.objections(Set.of(), true, true, ""))
                .singleElement()
                .satisfies(objection -> {
                    assertThat(objection.reason()).contains("示例县");
                    assertThat(objection.remedy()).contains("--chuangjian.example=false");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0.0.0.0", "192.0.2.7", "::"})
    void anOpenLineToOtherMachinesIsObjectedTo(String address) {
        assertThat(SignOnCheck.objections(Set.of(), false, false, address))
                .singleElement()
                .satisfies(objection -> {
                    assertThat(objection.reason()).contains("https");
                    assertThat(objection.remedy()).contains("--chuangjian.https=true");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1"})
    void whatOnlyThisMachineReachesNeedsNoHttps(String address) {
        assertThat(SignOnCheck.objections(Set.of(), false, false, address)).isEmpty();
    }

    @Test
    void nobodyChoosesThePublishedPassword() {
        assertThat(PasswordRules.objection("zhang", "chuangjian")).contains("容易被猜到");
    }
}
