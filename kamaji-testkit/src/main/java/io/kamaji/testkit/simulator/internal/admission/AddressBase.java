package io.kamaji.testkit.simulator.internal.admission;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;

/**
 * Where the addresses of a simulator begin: a second byte that no other open simulator of this machine has, so that test
 * JVMs can run side by side. It is claimed by listening on an address that is never given; where the system has no addresses
 * but 127.0.0.1 every simulator begins at {@value #FIRST}. Thread-safe.
 */
public final class AddressBase implements AutoCloseable {
    private static final int FIRST = 20;
    private static final int STEP = 3;
    private static final int LAST = 110;
    private static final int PORT = 20_443;

    private final int secondByte;
    private final @Nullable ServerSocket claim;

    private AddressBase(int secondByte, @Nullable ServerSocket claim) {
        this.secondByte = secondByte;
        this.claim = claim;
    }

    /** The first that is free. */
    public static AddressBase claim() {
        for (int base = FIRST; base <= LAST; base += STEP) {
            try {
                return new AddressBase(
                        base, new ServerSocket(PORT, 1, InetAddress.getByName("127." + base + ".255.254")));
            } catch (IOException taken) {
                // by another simulator: on to the next
            }
        }
        return new AddressBase(FIRST, null);
    }

    /** One that the caller chose; nothing is claimed. */
    public static AddressBase of(int secondByte) {
        return new AddressBase(secondByte, null);
    }

    public int secondByte() {
        return secondByte;
    }

    @Override
    public void close() {
        try {
            if (claim != null) {
                claim.close();
            }
        } catch (IOException e) {
            // ends with the process
        }
    }
}
