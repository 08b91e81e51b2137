package org.tornadormt.kernels.device;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test on TornadoVM devices, which the build runs in a JVM that has TornadoVM. In other JVMs it is skipped; in one
 * that was started with an SDK, {@link TornadoDevices#all} fails if there is no device: nothing is skipped unnoticed.
 */
@Tag("device")
@ExtendWith(StartedWithTornadoVm.class)
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface DeviceTest {}
