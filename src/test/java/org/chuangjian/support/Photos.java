package org.chuangjian.support;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;

/** Photos as a phone takes them. */
public final class Photos {

    private Photos() {}

    public static byte[] plain(String text) {
        BufferedImage image = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(text.hashCode() & 0xffffff));
        graphics.fillRect(0, 0, 320, 240);
        graphics.setColor(Color.WHITE);
        graphics.drawString(text, 20, 120);
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "jpg", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** With the place in its data, in whole degrees and minutes north and east. */
    public static byte[] at(String text, int northDegrees, int northMinutes, int eastDegrees, int eastMinutes) {
        ByteBuffer tiff = ByteBuffer.allocate(128);
        tiff.put("MM".getBytes(StandardCharsets.US_ASCII)).putShort((short) 42).putInt(8);
        tiff.putShort((short) 1);
        entry(tiff, 0x8825, 4, 1, 26);
        tiff.putInt(0);
        tiff.putShort((short) 4);
        entry(tiff, 1, 2, 2, 'N' << 24);
        entry(tiff, 2, 5, 3, 80);
        entry(tiff, 3, 2, 2, 'E' << 24);
        entry(tiff, 4, 5, 3, 104);
        tiff.putInt(0);
        for (int number : new int[] {northDegrees, northMinutes, 0, eastDegrees, eastMinutes, 0}) {
            tiff.putInt(number).putInt(1);
        }
        byte[] plain = plain(text);
        ByteBuffer photo = ByteBuffer.allocate(plain.length + 10 + 128);
        photo.put(plain, 0, 2).putShort((short) 0xffe1).putShort((short) (2 + 6 + 128));
        photo.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).put(tiff.array());
        photo.put(plain, 2, plain.length - 2);
        return photo.array();
    }

    private static void entry(ByteBuffer tiff, int tag, int type, int count, int value) {
        tiff.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
    }
}
