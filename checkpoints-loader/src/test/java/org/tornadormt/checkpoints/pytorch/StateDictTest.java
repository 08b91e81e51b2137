package org.tornadormt.checkpoints.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tornadormt.checkpoints.DamagedFile.inFile;
import static org.tornadormt.checkpoints.Refusal.assertRefused;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateDictTest {
    private static final long[] SCALAR = {};

    @ParameterizedTest
    @ValueSource(strings = {"model_state_dict", "state_dict", "model", "module"})
    void findsTheTensorsUnderEachNameThatTrainersUseAndNotThoseBesideThem(String name) {
        var pickle = new PickleBytes().raw('}').text("loss");
        scalar(pickle).raw('s').text(name).raw('}').text("a");
        scalar(pickle).raw('s', 's').text("epoch").whole(3).raw('s');
        assertHolds(pickle, "a");
    }

    @Test
    void findsTheTensorsUnderTwoSuchNames() {
        var pickle = new PickleBytes().raw('}').text("state_dict").raw('}').text("module").raw('}').text("a");
        assertHolds(scalar(pickle).raw('s', 's', 's'), "a");
    }

    @Test
    void findsOneDictionaryUnderTwoNames() {
        var pickle = new PickleBytes().raw('}').text("model").raw('}', 'q', 0).text("a");
        assertHolds(scalar(pickle).raw('s', 's').text("state_dict").raw('h', 0, 's'), "a");
    }

    @Test
    void takesNamesForTensorsWhereTheyAreThat() {
        var pickle = new PickleBytes().raw('}').text("model");
        assertHolds(scalar(pickle).raw('s'), "model");
    }

    @Test
    void leavesOtherValuesAlone() {
        var pickle = new PickleBytes().raw('}').text("a");
        scalar(pickle).raw('s').text("none").raw('N', 's').text("yes").raw(0x88, 's').text("list")
                .raw(']', '(', 'N', 'N', 'e', 's').text("pair").raw('N', 'N', 0x86, 's').whole(7).text("number")
                .raw('s');
        assertHolds(pickle, "a");
    }

    @Test
    void refusesADictionaryWithoutTensorsAndSaysWhatIsInIt() {
        byte[] file = ZipBytes.torchFile(new PickleBytes().raw('}').text("epoch").whole(3).raw('s').end());
        inFile(file, path -> assertRefused(() -> PyTorchFile.open(path),
                path + ": holds no tensors by name (it has: epoch); save the state_dict() of the model"));
    }

    private static PickleBytes scalar(PickleBytes pickle) {
        return pickle.tensor(1, 0, SCALAR, SCALAR);
    }

    private static void assertHolds(PickleBytes pickle, String... names) {
        inFile(ZipBytes.torchFile(pickle.end(), ZipBytes.floats(7)), path -> {
            try (var opened = PyTorchFile.open(path)) {
                assertThat(opened.names()).containsExactly(names);
                assertThat(opened.tensor(names[0]).floatAt(0)).isEqualTo(7);
            }
        });
    }
}
