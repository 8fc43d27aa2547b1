package org.chuangjian;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the product; see README.md for the options. */
@SpringBootApplication
public class ChuangjianApplication {

    public static void main(String[] args) {
        SpringApplication.run(ChuangjianApplication.class, args);
    }
}
