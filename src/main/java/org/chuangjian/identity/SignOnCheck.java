package org.chuangjian.identity;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.chuangjian.shared.StartCheck;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** No password that everybody knows, and no password over an open line. */
@Component
class SignOnCheck implements StartCheck {

    private static final int NAMED = 5;

    private final Accounts accounts;
    private final boolean example;
    private final boolean https;
    private final String address;

    SignOnCheck(
            Accounts accounts,
            @Value("${chuangjian.example:true}") boolean example,
            @Value("${chuangjian.https:false}") boolean https,
            @Value("${server.address:}") String address) {
        this.accounts = accounts;
        this.example = example;
        this.https = https;
        this.address = address;
    }

    @Override
    public List<Objection> objections() {
        return objections(accounts.withDemoPassword(), example, https, address);
    }

    static List<Objection> objections(Set<String> demo, boolean example, boolean https, String address) {
        List<Objection> objections = new ArrayList<>();
        if (!demo.isEmpty()) {
            String some =
                    String.join("、", new TreeSet<>(demo).stream().limit(NAMED).toList());
            objections.add(new Objection(
                    "还有 " + demo.size() + " 个演示账号使用公开的默认密码（" + some + (demo.size() > NAMED ? " 等" : "") + "）。",
                    "先不带 prod 启动，在“基础设置 → 参数”中移除示例县，或由这些账号的使用人修改密码，再以 prod 启动。"));
        }
        if (example) {
            objections.add(new Objection(
                    "示例县开关 chuangjian.example 没有关闭，空库启动时会填入带公开密码的演示账号。", "启动参数加 --chuangjian.example=false。"));
        }
        if (!https && !onlyThisMachine(address)) {
            objections.add(new Objection(
                    "没有启用 https（chuangjian.https=false），服务却对本机以外开放，密码和登录凭据可能被窃听。",
                    "在前面配置 https 并加 --chuangjian.https=true；只供本机使用时改加 --server.address=127.0.0.1。"));
        }
        return objections;
    }

    private static boolean onlyThisMachine(String address) {
        if (address.isBlank()) {
            return false;
        }
        try {
            return InetAddress.getByName(address.strip()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
