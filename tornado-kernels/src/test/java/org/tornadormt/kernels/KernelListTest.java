package org.tornadormt.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tornadormt.kernels.gradient.LinearGradient;
import org.tornadormt.kernels.program.Launch;

/** The list of cases is complete: a kernel that nobody tests cannot be added. */
final class KernelListTest {

    @Test
    void everyKernelClassIsInTheList() throws Exception {
        Set<Class<?>> listed = KernelCases.all(0).stream().map(KernelCase::kernel).collect(Collectors.toSet());

        assertThat(kernelClasses()).isNotEmpty();
        assertThat(listed).as("add the missing kernels to KernelCases").containsAll(kernelClasses());
    }

    @Test
    void everyKernelMethodOfAClassHasACaseOfItsOwn() throws Exception {
        Map<Class<?>, Set<String>> launches = KernelCases.all(0).stream().collect(Collectors.groupingBy(
                KernelCase::kernel, Collectors.mapping(kernelCase -> kernelCase.launch().name(), Collectors.toSet())));

        for (Class<?> kernel : kernelClasses()) {
            List<String> methods = publicStaticMethods(kernel, method -> method.getReturnType() == void.class)
                    .map(Method::getName).toList();
            assertThat(launches.get(kernel))
                    .as("cases of %s, which has the kernels %s", kernel.getSimpleName(), methods)
                    .hasSizeGreaterThanOrEqualTo(methods.size());
        }
    }

    @Test
    void theCasesOfOneSeedHaveDifferentNames() {
        assertThat(KernelCases.all(0)).extracting(KernelCase::name).doesNotHaveDuplicates();
    }

    /** The public classes of the packages that record launches. */
    private static List<Class<?>> kernelClasses() throws IOException, URISyntaxException, ClassNotFoundException {
        List<Class<?>> kernels = new ArrayList<>(kernelClassesBeside(Linear.class));
        kernels.addAll(kernelClassesBeside(LinearGradient.class));
        return kernels;
    }

    private static List<Class<?>> kernelClassesBeside(Class<?> one)
            throws IOException, URISyntaxException, ClassNotFoundException {
        Path folder = Path.of(one.getResource(one.getSimpleName() + ".class").toURI()).getParent();
        List<Path> files;
        try (Stream<Path> listing = Files.list(folder)) {
            files = listing.filter(file -> file.toString().endsWith(".class")).toList();
        }
        List<Class<?>> kernels = new ArrayList<>();
        for (Path file : files) {
            String simpleName = file.getFileName().toString().replace(".class", "");
            Class<?> candidate = Class.forName(one.getPackageName() + "." + simpleName);
            boolean records = publicStaticMethods(candidate, method -> method.getReturnType() == Launch.class)
                    .findAny().isPresent();
            if (Modifier.isPublic(candidate.getModifiers()) && records) {
                kernels.add(candidate);
            }
        }
        return kernels;
    }

    private static Stream<Method> publicStaticMethods(Class<?> type, Predicate<Method> filter) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && Modifier.isStatic(method.getModifiers()))
                .filter(filter);
    }
}
