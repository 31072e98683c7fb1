package io.kamaji.datastore.etcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.PutRequest;
import io.grpc.Channel;
import io.grpc.stub.AbstractBlockingStub;
import io.kamaji.datastore.DataStoreException;
import java.util.List;
import java.util.function.Function;

/** How a server of etcd's API is called; every failure is a {@link DataStoreException}. Not thread-safe. */
interface EtcdCalls extends AutoCloseable {

    <S extends AbstractBlockingStub<S>, T> T call(Function<Channel, S> stub, Function<S, T> call);

    /** As many at once as the server takes. */
    void putAll(List<PutRequest> puts);

    /** Deletes what one read of a range gave from its start on; where keys are long, also what follows in the range. */
    void deleteAll(ByteString start, List<KeyValue> keys);

    /** Whether leases can be asked for what is left of them. */
    boolean knowsLeases();

    @Override
    void close();
}
