namespace ManifestLint.Runtimes.Java;

/// <summary>The data of <see cref="JvmOptionTable"/>.</summary>
internal static class JvmOptionData
{
    /// <summary>Every flag of JDK 17: name, type (b bool, i int, u uint, x intx, U uintx, z size_t, q uint64_t, d double, s text) and kind
    /// (p product, d diagnostic, e experimental), and the range where it is narrower than the type.
    /// Source: OpenJDK 17.0.15 x86-64, <c>-XX:+PrintFlagsFinal</c> and <c>-XX:+PrintFlagsRanges</c> with both unlock flags.</summary>
    public static ReadOnlySpan<byte> Flags17 =>
        """
        AVX3Threshold id 0 2147483647
        AbortVMOnCompilationFailure bd
        AbortVMOnException sd
        AbortVMOnExceptionMessage sd
        AbortVMOnSafepointTimeout bd
        AbortVMOnVMOperationTimeout bd
        AbortVMOnVMOperationTimeoutDelay xd 0 9223372036854775807
        ActiveProcessorCount ip
        AdaptiveSizeDecrementScaleFactor Up 1 18446744073709551615
        AdaptiveSizeMajorGCDecayTimeScale Up
        AdaptiveSizePolicyCollectionCostMargin Up 0 100
        AdaptiveSizePolicyInitializingSteps Up
        AdaptiveSizePolicyOutputInterval Up
        AdaptiveSizePolicyWeight Up 0 100
        AdaptiveSizeThroughPutPolicy Up 0 1
        AdaptiveTimeWeight Up 0 100
        AdjustStackSizeForTLS bp
        AggressiveHeap bp
        AggressiveUnboxing bd
        AliasLevel xp 0 3
        AlignVector bp
        AllocateHeapAt sp
        AllocateInstancePrefetchLines xp 1 64
        AllocatePrefetchDistance xp
        AllocatePrefetchInstr xp
        AllocatePrefetchLines xp 1 64
        AllocatePrefetchStepSize xp 1 512
        AllocatePrefetchStyle xp 0 3
        AllowArchivingWithJavaAgent bd
        AllowParallelDefineClass bp
        AllowRedefinitionToAddDeleteMethods bp
        AllowUserSignalHandlers bp
        AllowVectorizeOnDemand bp
        AlwaysActAsServerClassMachine bp
        AlwaysAtomicAccesses be
        AlwaysCompileLoopMethods bp
        AlwaysLockClassLoader bp
        AlwaysPreTouch bp
        AlwaysRestoreFPU bp
        AlwaysSafeConstructors be
        AlwaysTenure bp
        ArchiveClassesAtExit sp
        ArchiveRelocationMode xd 0 2
        ArrayAllocatorMallocLimit ze
        ArrayCopyLoadStoreMaxElem xp 0 9223372036854775807
        ArrayOperationPartialInlineSize xd 0 64
        AsyncDeflationInterval xd 0 2147483647
        AsyncLogBufferSize zp 102400 52428800
        AutoBoxCacheMax xp 0 2147483647
        AvgMonitorsPerThreadEstimate zd
        BCEATraceLevel xp 0 3
        BackgroundCompilation bp
        BaseFootPrintEstimate zp
        BiasedLockingBulkRebiasThreshold xp 0 9223372036854775807
        BiasedLockingBulkRevokeThreshold xp 0 9223372036854775807
        BiasedLockingDecayTime xp 500 9223372036854775807
        BiasedLockingStartupDelay xp 0 2147483640
        BlockLayoutByFrequency bp
        BlockLayoutMinDiamondPercentage xp 0 100
        BlockLayoutRotateLoops bp
        BootstrapJVMCI be
        BytecodeVerificationLocal bd
        BytecodeVerificationRemote bd
        C1InlineStackLimit xp 0 2147483647
        C1MaxInlineLevel xp 0 2147483647
        C1MaxInlineSize xp 0 2147483647
        C1MaxRecursiveInlineLevel xp 0 2147483647
        C1MaxTrivialSize xp 0 2147483647
        C1OptimizeVirtualCallProfiling bp
        C1ProfileBranches bp
        C1ProfileCalls bp
        C1ProfileCheckcasts bp
        C1ProfileInlinedCalls bp
        C1ProfileVirtualCalls bp
        C1UpdateMethodData bp
        CICompilerCount xp 0 2147483647
        CICompilerCountPerCPU bp
        CIPrintCompileQueue bd
        CITime bp
        CheckIntrinsics bd
        CheckJNICalls bp
        ClassUnloading bp
        ClassUnloadingWithConcurrentMark bp
        ClipInlining bp
        CodeCacheExpansionSize Up 32768 18446744073709551615
        CodeCacheMinBlockLength Ud 1 100
        CodeCacheSegmentSize Ue 1 1024
        CompactStrings bp
        CompilationMode sp
        CompileCommand sp
        CompileCommandFile sp
        CompileOnly sp
        CompileThreshold xp
        CompileThresholdScaling dp 0.000 1.7e308
        CompilerDirectivesFile sd
        CompilerDirectivesIgnoreCompileCommands bd
        CompilerDirectivesLimit id
        CompilerDirectivesPrint bd
        CompilerThreadPriority xp -2147483648 2147483647
        CompilerThreadStackSize xp 0 9007199254740991
        CompressedClassSpaceSize zp 1048576 3221225472
        ConcGCThreads up
        ConditionalMoveLimit xp 0 2147483647
        ContendedPaddingWidth xp 0 8192
        ControlIntrinsic sd
        CrashOnOutOfMemoryError bp
        CreateCoredumpOnCrash bp
        CriticalJNINatives bp
        DTraceAllocProbes bp
        DTraceMethodProbes bp
        DTraceMonitorProbes bp
        DebugInlinedCalls bd
        DebugNonSafepoints bd
        DeferInitialCardMark bd
        DeoptimizeNMethodBarriersALot bd
        DiagnoseSyncOnValueBasedClasses xd 0 2
        DisableAttachMechanism bp
        DisableExplicitGC bp
        DisableIntrinsic sd
        DisablePrimordialThreadGuardPages be
        DisplayVMOutput bd
        DisplayVMOutputToStderr bp
        DisplayVMOutputToStdout bp
        DoEscapeAnalysis bp
        DoReserveCopyInSuperWord bp
        DominatorSearchLimit xd 0 2147483647
        DontCompileHugeMethods bp
        DontYieldALot bp
        DumpLoadedClassList sp
        DumpPerfMapAtExit bd
        DumpPrivateMappingsInCore bd
        DumpReplayDataOnError bp
        DumpSharedMappingsInCore bd
        DumpSharedSpaces bp
        DynamicDumpSharedSpaces bp
        DynamicallyResizeSystemDictionaries bd
        EagerJVMCI be
        EagerXrunInit bp
        EliminateAllocationArraySizeLimit xp 0 2147483647
        EliminateAllocationFieldsLimit xd 0 2147483647
        EliminateAllocations bp
        EliminateAutoBox bp
        EliminateLocks bp
        EliminateNestedLocks bp
        EnableContended bp
        EnableDynamicAgentLoading bp
        EnableJVMCI be
        EnableJVMCIProduct be
        EnableThreadSMRStatistics bd
        EnableVectorAggressiveReboxing be
        EnableVectorReboxing be
        EnableVectorSupport be
        EpsilonElasticTLAB be
        EpsilonElasticTLABDecay be
        EpsilonMaxTLABSize ze 1 9223372036854775807
        EpsilonMinHeapExpand ze 1 9223372036854775807
        EpsilonPrintHeapSteps ze 0 9223372036854775807
        EpsilonTLABDecayTime ze 1 9223372036854775807
        EpsilonTLABElasticity de 1.000 1.7e308
        EpsilonUpdateCountersStep ze 1 9223372036854775807
        ErgoHeapSizeLimit zp
        ErrorFile sp
        ErrorFileToStderr bp
        ErrorFileToStdout bp
        ErrorLogPrintCodeLimit id 0 10
        ErrorLogTimeout qp 0 9223372036854775
        EscapeAnalysisTimeout dp 0.000 1.7e308
        EstimateArgEscape bp
        ExecutingUnitTests bp
        ExitOnOutOfMemoryError bp
        ExpandSubTypeCheckAtParseTime bd
        ExplicitGCInvokesConcurrent bp
        ExtendedDTraceProbes bp
        ExtensiveErrorReports bp
        ExtraSharedClassListFile sp
        FilterSpuriousWakeups bp
        FlightRecorder bp
        FlightRecorderOptions sp
        FoldStableValues bd
        ForceTimeHighResolution bp
        ForceUnreachable bd
        FreqInlineSize xp 0 2147483647
        G1AdaptiveIHOPNumInitialSamples ze 1 9223372036854775807
        G1ConcMarkStepDurationMillis dp 1.000 1.7e308
        G1ConcRSHotCardLimit Up 0 255
        G1ConcRSLogCacheSize zp 0 27
        G1ConcRefinementGreenZone zp 0 9223372036854775807
        G1ConcRefinementRedZone zp 0 9223372036854775807
        G1ConcRefinementServiceIntervalMillis Up 0 2147483647
        G1ConcRefinementThreads up 0 268435455
        G1ConcRefinementThresholdStep zp 1 18446744073709551615
        G1ConcRefinementYellowZone zp 0 9223372036854775807
        G1ConfidencePercent Up 0 100
        G1EagerReclaimHumongousObjects be
        G1EagerReclaimHumongousObjectsWithStaleRefs be
        G1EagerReclaimRemSetThreshold ue
        G1ExpandByPercentOfAvailable xe 0 100
        G1HeapRegionSize zp 0 33554432
        G1HeapWastePercent Up 0 100
        G1LastPLABAverageOccupancy de 0.001 100.000
        G1MaxNewSizePercent Ue 0 100
        G1MixedGCCountTarget Up
        G1MixedGCLiveThresholdPercent Ue 0 100
        G1NewSizePercent Ue 0 100
        G1OldCSetRegionThresholdPercent Ue 0 100
        G1PeriodicGCInterval Up
        G1PeriodicGCInvokesConcurrent bp
        G1PeriodicGCSystemLoadThreshold dp 0.000 18446744073709551616.000
        G1RSetRegionEntries xp 0 268435455
        G1RSetSparseRegionEntries xp 0 268435455
        G1RSetUpdatingPauseTimePercent xp 0 100
        G1RebuildRemSetChunkSize ze 4096 33554432
        G1RefProcDrainInterval up 1 2147483647
        G1ReservePercent Up 0 50
        G1SATBBufferEnqueueingThresholdPercent Up 0 100
        G1SATBBufferSize zp 1 18446744073709551615
        G1SummarizeRSetStatsPeriod xd 0 9223372036854775807
        G1UpdateBufferSize zp 1 1073741824
        G1UseAdaptiveConcRefinement bp
        G1UseAdaptiveIHOP bp
        G1UsePreventiveGC bd
        G1UseReferencePrecleaning be
        G1VerifyHeapRegionCodeRoots bd
        G1VerifyRSetsDuringFullGC bd
        GCDrainStackTargetSize Up 0 4294967295
        GCHeapFreeLimit Up 0 100
        GCLockerEdenExpansionPercent Up 0 100
        GCLockerRetryAllocationCount Ud
        GCParallelVerificationEnabled bd
        GCPauseIntervalMillis Up
        GCTimeLimit Up 0 100
        GCTimeRatio Up 0 4294967295
        GuaranteedAsyncDeflationInterval xd 0 2147483647
        GuaranteedSafepointInterval xd 0 2147483647
        HandshakeALot bd
        HandshakeTimeout ud
        HeapBaseMinAddress zp
        HeapDumpAfterFullGC bp
        HeapDumpBeforeFullGC bp
        HeapDumpGzipLevel xp 0 9
        HeapDumpOnOutOfMemoryError bp
        HeapDumpPath sp
        HeapFirstMaximumCompactionCount Up
        HeapMaximumCompactionInterval Up
        HeapSearchSteps Up 1 18446744073709551615
        HeapSizePerGCThread zp 4096 18446744073709551615
        HotMethodDetectionLimit xd 1 2147483647
        IdealizeClearArrayNode bd
        IgnoreEmptyClassPaths bp
        IgnoreUnrecognizedVMOptions bp
        ImplicitNullChecks bd
        IncreaseFirstTierCompileThresholdAt Up 0 99
        IncrementalInline bp
        IncrementalInlineForceCleanup bd
        IncrementalInlineMH bd
        IncrementalInlineVirtual bd
        InitArrayShortSize xd 0 9223372036854775807
        InitialCodeCacheSize Up 4096 18446744073709551615
        InitialHeapSize zp
        InitialRAMFraction Up 1 18446744073709551615
        InitialRAMPercentage dp 0.000 100.000
        InitialSurvivorRatio Up
        InitialTenuringThreshold Up 0 16
        InitiatingHeapOccupancyPercent Up 0 100
        InjectGCWorkerCreationFailure bd
        Inline bp
        InlineArrayCopy bd
        InlineCacheBufferSize ze
        InlineClassNatives bd
        InlineDataFile sp
        InlineFrequencyCount xd 0 2147483647
        InlineMathNatives bd
        InlineNIOCheckIndex bd
        InlineNatives bd
        InlineObjectCopy bd
        InlineObjectHash bd
        InlineReflectionGetCallerClass bd
        InlineSmallCode xp 0 2147483647
        InlineSynchronizedMethods bp
        InlineThreadNatives bd
        InlineUnsafeOps bd
        IntelJccErratumMitigation bd
        InteriorEntryAlignment xp
        InterpreterProfilePercentage xp 0 100
        JVMCICounterSize xe 0 1000000
        JVMCICountersExcludeCompiler be
        JVMCIEventLogLevel xe 0 4
        JVMCIHostThreads xe 1 2147483647
        JVMCILibDumpJNIConfig se
        JVMCILibPath se
        JVMCINMethodSizeLimit xe 0 2147483647
        JVMCIPrintProperties be
        JVMCIThreads xe 1 2147483647
        JVMCITraceLevel xe 0 4
        JavaMonitorsInStackTrace bp
        JavaPriority10_To_OSPriority xp -1 127
        JavaPriority1_To_OSPriority xp -1 127
        JavaPriority2_To_OSPriority xp -1 127
        JavaPriority3_To_OSPriority xp -1 127
        JavaPriority4_To_OSPriority xp -1 127
        JavaPriority5_To_OSPriority xp -1 127
        JavaPriority6_To_OSPriority xp -1 127
        JavaPriority7_To_OSPriority xp -1 127
        JavaPriority8_To_OSPriority xp -1 127
        JavaPriority9_To_OSPriority xp -1 127
        LargePageHeapSizeThreshold zp
        LargePageSizeInBytes zp
        LiveNodeCountInliningCutoff xp 0 536870911
        LoadExecStackDllInVMThread bp
        LogCompilation bd
        LogEvents bd
        LogEventsBufferEntries Ud 1 1048576
        LogFile sd
        LogTouchedMethods bd
        LogVMOutput bd
        LoopMaxUnroll xp 0 2147483647
        LoopOptsCount xp 5 43
        LoopPercentProfileLimit xp 10 100
        LoopStripMiningIter Up 0 4294967295
        LoopStripMiningIterShortLoop Up 0 4294967295
        LoopUnrollLimit xp 0 536870911
        LoopUnrollMin xp 0 2147483647
        LoopUnswitching bp
        MallocMaxTestWords Ud
        ManagementServer bp
        MarkStackSize zp 1 2147483646
        MarkStackSizeMax zp 1 2147483646
        MarkSweepAlwaysCompactCount up 1 4294967295
        MarkSweepDeadRatio Up 0 100
        MaxBCEAEstimateLevel xp 0 2147483647
        MaxBCEAEstimateSize xp 0 2147483647
        MaxDirectMemorySize qp 0 9223372036854775807
        MaxFDLimit bp
        MaxGCMinorPauseMillis Up
        MaxGCPauseMillis Up 1 18446744073709551614
        MaxHeapFreeRatio Up 0 100
        MaxHeapSize zp
        MaxInlineLevel xp 0 2147483647
        MaxInlineSize xp 0 2147483647
        MaxJNILocalCapacity xp
        MaxJavaStackTraceDepth xp 0 1073741823
        MaxJumpTableSize xp 0 9223372036854775807
        MaxJumpTableSparseness xp 0 2305843009213693951
        MaxLabelRootDepth xp 100 2147483647
        MaxLoopPad xp 0 2147483647
        MaxMetaspaceExpansion zp
        MaxMetaspaceFreeRatio Up 0 100
        MaxMetaspaceSize zp
        MaxNewSize zp
        MaxNodeLimit xp 1000 715827882
        MaxRAM qp
        MaxRAMFraction Up 1 18446744073709551615
        MaxRAMPercentage dp 0.000 100.000
        MaxRecursiveInlineLevel xp 0 2147483647
        MaxTenuringThreshold Up 0 16
        MaxTrivialSize xp 0 2147483647
        MaxVectorSize xp 0 2147483647
        MetaspaceGuardAllocations bd
        MetaspaceHandleDeallocations bd
        MetaspaceReclaimPolicy sp
        MetaspaceSize zp
        MethodFlushing bp
        MinHeapDeltaBytes zp
        MinHeapFreeRatio Up 0 100
        MinHeapSize zp
        MinInliningThreshold xp 0 2147483647
        MinJumpTableSize xp 0 9223372036854775807
        MinMetaspaceExpansion zp
        MinMetaspaceFreeRatio Up 0 99
        MinPassesBeforeFlush xd 0 9223372036854775807
        MinRAMFraction Up 1 18446744073709551615
        MinRAMPercentage dp 0.000 100.000
        MinSurvivorRatio Up 3 18446744073709551615
        MinTLABSize zp 1 9223372036854775807
        MonitorDeflationMax xd 1024 2147483647
        MonitorUnlinkBatch xd 1 2147483647
        MonitorUsedDeflationThreshold xd 0 100
        MultiArrayExpandLimit xp 0 2147483647
        NUMAChunkResizeWeight Up 0 100
        NUMAInterleaveGranularity zp 4096 8796093022208
        NUMAPageScanRate Up
        NUMASpaceResizeRate zp
        NUMAStats bp
        NativeMemoryTracking sp
        NeverActAsServerClassMachine bp
        NeverTenure bp
        NewRatio Up 0 18446744073709551614
        NewSize zp
        NewSizeThreadIncrease zp
        NmethodSweepActivity xp 0 2000
        NoAsyncDeflationProgressMax Ud
        NodeLimitFudgeFactor xp
        NonNMethodCodeHeapSize Up 4096 18446744073709551615
        NonProfiledCodeHeapSize Up
        NumberOfLoopInstrToAlign xp 0 2147483647
        ObjectAlignmentInBytes xp 8 256
        ObjectCountCutOffPercent de 0.000 100.000
        OldPLABSize zp
        OldSize zp
        OmitStackTraceInFastThrow bp
        OnError sp
        OnOutOfMemoryError sp
        OnStackReplacePercentage xp
        OptimizeExpensiveOps bd
        OptimizeFill bp
        OptimizePtrCompare bp
        OptimizeStringConcat bp
        OptoBundling bp
        OptoLoopAlignment xp 1 16
        OptoRegScheduling bp
        OptoScheduling bp
        PLABWeight Up 0 100
        PSChunkLargeArrays bp
        ParGCArrayScanChunk ip 1 715827882
        ParallelGCBufferWastePct Up 0 100
        ParallelGCThreads up
        ParallelOldDeadWoodLimiterMean zp 0 100
        ParallelOldDeadWoodLimiterStdDev zp 0 100
        ParallelRefProcBalancingEnabled bp
        ParallelRefProcEnabled bp
        PartialPeelAtUnsignedTests bp
        PartialPeelLoop bp
        PartialPeelNewPhiDelta xp 0 2147483647
        PauseAtExit bd
        PauseAtStartup bd
        PauseAtStartupFile sd
        PausePadding Up 0 4294967295
        PerBytecodeRecompilationCutoff xp -1 9223372036854775807
        PerBytecodeTrapLimit xp 0 2147483647
        PerMethodRecompilationCutoff xp -1 9223372036854775807
        PerMethodSpecTrapLimit xe 0 2147483647
        PerMethodTrapLimit xp 0 2147483647
        PerfAllowAtExitRegistration bp
        PerfBypassFileSystemCheck bp
        PerfDataMemorySize xp 128 2097152
        PerfDataSamplingInterval xp 10 2147483647
        PerfDataSaveFile sp
        PerfDataSaveToFile bp
        PerfDisableSharedMem bp
        PerfMaxStringConstLength xp 32 32768
        PostLoopMultiversioning be
        PreTouchParallelChunkSize zp 4096 9223372036854775807
        PreferContainerQuotaForCPUCount bp
        PreferInterpreterNativeStubs bp
        PrefetchCopyIntervalInBytes xp -1 2147483647
        PrefetchFieldsAhead xp -1 2147483647
        PrefetchScanIntervalInBytes xp -1 2147483647
        PreserveAllAnnotations bp
        PreserveFramePointer bp
        PretenureSizeThreshold zp
        PrintAdapterHandlers bd
        PrintAssembly bd
        PrintAssemblyOptions sd
        PrintBiasedLockingStatistics bd
        PrintBootstrap be
        PrintClassHistogram bp
        PrintCodeCache bp
        PrintCodeCacheOnCompilation bp
        PrintCodeHeapAnalytics bd
        PrintCommandLineFlags bp
        PrintCompilation bp
        PrintCompilation2 bd
        PrintConcurrentLocks bp
        PrintExtendedThreadInfo bp
        PrintFlagsFinal bp
        PrintFlagsInitial bp
        PrintFlagsRanges bp
        PrintGC bp
        PrintGCDetails bp
        PrintHeapAtSIGBREAK bp
        PrintInlining bd
        PrintInterpreter bd
        PrintIntrinsics bd
        PrintMetaspaceStatisticsAtExit bd
        PrintMethodData bd
        PrintMethodFlushingStatistics bd
        PrintMethodHandleStubs bd
        PrintNMTStatistics bd
        PrintNMethods bd
        PrintNativeNMethods bd
        PrintOptoAssembly bd
        PrintPreciseBiasedLockingStatistics bd
        PrintPreciseRTMLockingStatistics bd
        PrintSharedArchiveAndExit bp
        PrintSharedDictionary bp
        PrintSignatureHandlers bd
        PrintStringTableStatistics bp
        PrintStubCode bd
        PrintTieredEvents bp
        PrintTouchedMethodsAtExit bd
        PrintVMOptions bp
        PrintWarnings bp
        ProcessDistributionStride Up 0 4294967295
        ProfileDynamicTypes bd
        ProfileInterpreter bp
        ProfileMaturityPercentage xp 0 100
        ProfiledCodeHeapSize Up
        PromotedPadding Up 0 4294967295
        QueuedAllocationWarningCount Up
        RTMAbortRatio ie 0 100
        RTMAbortThreshold ie 0 2147483647
        RTMLockingCalculationDelay xe
        RTMLockingThreshold ie 0 2147483647
        RTMRetryCount ip 0 2147483647
        RTMSpinLoopCount ie 0 2147483647
        RTMTotalCountIncrRate ie 1 2147483647
        RangeCheckElimination bp
        ReassociateInvariants bp
        RecordDynamicDumpInfo bp
        ReduceBulkZeroing bp
        ReduceFieldZeroing bp
        ReduceInitialCardMarks bp
        ReduceNumberOfCompilerThreads bd
        ReduceSignalUsage bp
        RefDiscoveryPolicy xp 0 1
        ReferencesPerThread ze
        RegisterFinalizersAtInit bp
        RelaxAccessControlCheck bp
        RepeatCompilation xd 0 2147483647
        ReplayDataFile sp
        RequireSharedSpaces bp
        ReservedCodeCacheSize Up 4096 18446744073709551615
        ResizePLAB bp
        ResizeTLAB bp
        RestoreMXCSROnJNICalls bp
        RestrictContended bp
        RestrictReservedStack bp
        RewriteBytecodes bp
        RewriteFrequentPairs bp
        SafepointALot bd
        SafepointTimeout bp
        SafepointTimeoutDelay xp 0 9223372036854
        ScavengeBeforeFullGC bp
        ScavengeRootsInCode xd 0 2
        SegmentedCodeCache bp
        SelfDestructTimer xp 0 9223372036854775807
        SerializeVMOutput bd
        SharedArchiveConfigFile sp
        SharedArchiveFile sp
        SharedBaseAddress zp
        SharedClassListFile sp
        SharedSymbolTableBucketSize Up 2 246
        ShenandoahAdaptiveDecayFactor de 0.000 1.000
        ShenandoahAdaptiveInitialConfidence de
        ShenandoahAdaptiveInitialSpikeThreshold de
        ShenandoahAdaptiveSampleFrequencyHz Ue
        ShenandoahAdaptiveSampleSizeSeconds Ue
        ShenandoahAllocFailureALot bd
        ShenandoahAllocSpikeFactor Ue 0 100
        ShenandoahAllocationThreshold Ue 0 100
        ShenandoahAlwaysClearSoftRefs be
        ShenandoahCASBarrier bd
        ShenandoahCloneBarrier bd
        ShenandoahControlIntervalAdjustPeriod Ue
        ShenandoahControlIntervalMax Ue
        ShenandoahControlIntervalMin Ue
        ShenandoahCriticalFreeThreshold Ue 0 100
        ShenandoahDegeneratedGC bd
        ShenandoahElasticTLAB bd
        ShenandoahEvacReserve Ue 1 100
        ShenandoahEvacReserveOverflow be
        ShenandoahEvacWaste de 1.000 100.000
        ShenandoahFullGCThreshold Ue
        ShenandoahGCHeuristics sp
        ShenandoahGCMode sp
        ShenandoahGarbageThreshold Ue 0 100
        ShenandoahGuaranteedGCInterval Ue
        ShenandoahHumongousMoves bd
        ShenandoahHumongousThreshold xe 1 100
        ShenandoahIUBarrier bd
        ShenandoahImmediateThreshold Ue 0 100
        ShenandoahImplicitGCInvokesConcurrent be
        ShenandoahInitFreeThreshold Ue 0 100
        ShenandoahLearningSteps Ue 0 100
        ShenandoahLoadRefBarrier bd
        ShenandoahLoopOptsAfterExpansion bd
        ShenandoahMarkLoopStride Ue
        ShenandoahMarkScanPrefetch xe 0 256
        ShenandoahMaxRegionSize ze
        ShenandoahMaxSATBBufferFlushes Ue
        ShenandoahMinFreeThreshold Ue 0 100
        ShenandoahMinRegionSize ze
        ShenandoahNMethodBarrier bd
        ShenandoahOOMDuringEvacALot bd
        ShenandoahPacing be
        ShenandoahPacingCycleSlack Ue 0 100
        ShenandoahPacingIdleSlack Ue 0 100
        ShenandoahPacingMaxDelay Ue
        ShenandoahPacingSurcharge de 1.000 100.000
        ShenandoahParallelRegionStride Ue
        ShenandoahRegionSampling be
        ShenandoahRegionSamplingRate ie
        ShenandoahRegionSize ze
        ShenandoahSATBBarrier bd
        ShenandoahSATBBufferSize ze 1 18446744073709551615
        ShenandoahSelfFixing bd
        ShenandoahStackWatermarkBarrier bd
        ShenandoahSuspendibleWorkers be
        ShenandoahTargetNumRegions ze
        ShenandoahUncommit be
        ShenandoahUncommitDelay Ue
        ShenandoahUnloadClassesFrequency Ue
        ShenandoahVerify bd
        ShenandoahVerifyLevel xd
        ShowCodeDetailsInExceptionMessages bp
        ShowHiddenFrames bd
        ShowMessageBoxOnError bp
        ShowRegistersOnAssert bd
        ShrinkHeapInSteps bp
        SoftMaxHeapSize zp
        SoftRefLRUPolicyMSPerMB xp 0 9223372036854775807
        SpecTrapLimitExtraEntries xe
        SpecialArraysEquals bd
        SpecialEncodeISOArray bd
        SpecialStringCompareTo bd
        SpecialStringEquals bd
        SpecialStringIndexOf bd
        SplitIfBlocks bp
        StackRedPages xp 1 3
        StackReservedPages xp 0 11
        StackShadowPages xp 10 50
        StackTraceInThrowable bp
        StackYellowPages xp 2 7
        StartAggressiveSweepingAt Up 0 100
        StartAttachListener bp
        StartFlightRecording sp
        StressCCP bd
        StressCodeAging bd
        StressGCM bd
        StressIGVN bd
        StressLCM bd
        StressLdcRewrite bd
        StressSeed ud
        StringDeduplicationAgeThreshold up 1 15
        StringDeduplicationCleanupDeadMinimum ze
        StringDeduplicationCleanupDeadPercent ie 1 100
        StringDeduplicationGrowTableLoad de 0.100 1000.000
        StringDeduplicationHashSeed qd
        StringDeduplicationInitialTableSize ze 1 1073741824
        StringDeduplicationResizeALot bd
        StringDeduplicationShrinkTableLoad de 0.010 100.000
        StringDeduplicationTargetTableLoad de 0.010 1000.000
        StringTableSize Up 128 16777216
        SuperWordLoopUnrollAnalysis bp
        SuperWordReductions bp
        SuppressFatalErrorMessage bp
        SurvivorPadding Up 0 4294967295
        SurvivorRatio Up 1 18446744073709551613
        SweeperThreshold dp 0.000 100.000
        SymbolTableSize Ue 1024 16777216
        THPStackMitigation bd
        TLABAllocationWeight Up 0 100
        TLABRefillWasteFraction Up 1 4294967295
        TLABSize zp
        TLABStats bp
        TLABWasteIncrement Up 0 2147483647
        TLABWasteTargetPercent Up 1 100
        TargetPLABWastePct Up 1 100
        TargetSurvivorRatio Up 0 100
        TenuredGenerationSizeIncrement Up 0 100
        TenuredGenerationSizeSupplement Up 0 100
        TenuredGenerationSizeSupplementDecay Up 1 18446744073709551615
        ThreadPriorityPolicy xp 0 1
        ThreadPriorityVerbose bp
        ThreadStackSize xp 0 1048576
        ThresholdTolerance Up 0 100
        Tier0BackedgeNotifyFreqLog xp 0 30
        Tier0Delay xd 0 2147483647
        Tier0InvokeNotifyFreqLog xp 0 30
        Tier0ProfilingStartPercentage xp 0 2147483647
        Tier23InlineeNotifyFreqLog xp 0 30
        Tier2BackEdgeThreshold xp 0 2147483647
        Tier2BackedgeNotifyFreqLog xp 0 30
        Tier2CompileThreshold xp 0 2147483647
        Tier2InvokeNotifyFreqLog xp 0 30
        Tier3BackEdgeThreshold xp 0 2147483647
        Tier3BackedgeNotifyFreqLog xp 0 30
        Tier3CompileThreshold xp 0 2147483647
        Tier3DelayOff xp 0 2147483647
        Tier3DelayOn xp 0 2147483647
        Tier3InvocationThreshold xp 0 2147483647
        Tier3InvokeNotifyFreqLog xp 0 30
        Tier3LoadFeedback xp 0 2147483647
        Tier3MinInvocationThreshold xp 0 2147483647
        Tier4BackEdgeThreshold xp 0 2147483647
        Tier4CompileThreshold xp 0 2147483647
        Tier4InvocationThreshold xp 0 2147483647
        Tier4LoadFeedback xp 0 2147483647
        Tier4MinInvocationThreshold xp 0 2147483647
        TieredCompilation bp
        TieredCompileTaskTimeout xp 0 9223372036854775807
        TieredOldPercentage xd 0 2147483647
        TieredRateUpdateMaxTime xp 0 9223372036854775807
        TieredRateUpdateMinTime xp 0 9223372036854775807
        TieredStopAtLevel xp 0 4
        TimeLinearScan bp
        TimerSlack xe
        TraceCompilerThreads bd
        TraceJVMTI sp
        TraceSpilling bd
        TraceTypeProfile bd
        TrackedInitializationLimit xp 0 65535
        TrapBasedNullChecks bp
        TrapBasedRangeChecks bp
        TrimNativeHeapInterval up
        TrustFinalNonStaticFields be
        TypeProfileArgsLimit xp 0 16
        TypeProfileLevel Up
        TypeProfileMajorReceiverPercent xp 0 100
        TypeProfileParmsLimit xp -1 64
        TypeProfileWidth xp 0 8
        UnguardOnExecutionViolation xp 0 2
        UnlockDiagnosticVMOptions bd
        UnlockExperimentalVMOptions be
        UseAES bp
        UseAESCTRIntrinsics bd
        UseAESIntrinsics bd
        UseAVX xp 0 99
        UseAdaptiveGenerationSizePolicyAtMajorCollection bp
        UseAdaptiveGenerationSizePolicyAtMinorCollection bp
        UseAdaptiveNUMAChunkSizing bp
        UseAdaptiveSizeDecayMajorGCCost bp
        UseAdaptiveSizePolicy bp
        UseAdaptiveSizePolicyFootprintGoal bp
        UseAdaptiveSizePolicyWithSystemGC bp
        UseAddressNop bp
        UseAdler32Intrinsics bd
        UseBASE64Intrinsics bp
        UseBMI1Instructions bp
        UseBMI2Instructions bp
        UseBiasedLocking bp
        UseBimorphicInlining bp
        UseBootstrapCallInfo id
        UseCLMUL bp
        UseCMoveUnconditionally bp
        UseCRC32CIntrinsics bd
        UseCRC32Intrinsics bd
        UseCharacterCompareIntrinsics bd
        UseCodeAging bp
        UseCodeCacheFlushing bp
        UseCompiler bp
        UseCompressedClassPointers bp
        UseCompressedOops bp
        UseCondCardMark bp
        UseContainerCpuShares bp
        UseContainerSupport bp
        UseCopySignIntrinsic bd
        UseCountLeadingZerosInstruction bp
        UseCountTrailingZerosInstruction bp
        UseCountedLoopSafepoints bp
        UseCounterDecay bp
        UseCpuAllocPath bd
        UseCriticalCompilerThreadPriority be
        UseCriticalJavaThreadPriority be
        UseDivMod bp
        UseDynamicNumberOfCompilerThreads bp
        UseDynamicNumberOfGCThreads bp
        UseEmptySlotsInSupers bp
        UseEpsilonGC be
        UseFMA bp
        UseFPUForSpilling bp
        UseFastJNIAccessors bp
        UseFastStosb bp
        UseFastUnorderedTimeStamps be
        UseG1GC bp
        UseGCOverheadLimit bp
        UseGHASHIntrinsics bd
        UseHeavyMonitors bp
        UseHugeTLBFS bp
        UseIncDec bd
        UseInlineCaches bp
        UseInlineDepthForSpeculativeTypes bd
        UseInterpreter bp
        UseJVMCICompiler be
        UseJVMCINativeLibrary be
        UseJumpTables bp
        UseKNLSetting bd
        UseLargePages bp
        UseLargePagesIndividualAllocation bp
        UseLibmIntrinsic bd
        UseLinuxPosixThreadCPUClocks bp
        UseLoopCounter bp
        UseLoopInvariantCodeMotion bp
        UseLoopPredicate bp
        UseMD5Intrinsics bd
        UseMathExactIntrinsics bd
        UseMaximumCompactionOnSystemGC bp
        UseMontgomeryMultiplyIntrinsic bd
        UseMontgomerySquareIntrinsic bd
        UseMulAddIntrinsic bd
        UseMultiplyToLenIntrinsic bd
        UseNUMA bp
        UseNUMAInterleaving bp
        UseNewCode bd
        UseNewCode2 bd
        UseNewCode3 bd
        UseNewLongLShift bp
        UseNotificationThread bp
        UseOnStackReplacement bp
        UseOnlyInlinedBimorphic bp
        UseOprofile bp
        UseOptoBiasInlining bp
        UsePSAdaptiveSurvivorSizePolicy bp
        UseParallelGC bp
        UsePerfData bp
        UsePopCountInstruction bp
        UseProfiledLoopPredicate bp
        UseRTMDeopt bp
        UseRTMForStackLocks be
        UseRTMLocking bp
        UseRTMXendForLockBusy be
        UseSHA bp
        UseSHA1Intrinsics bd
        UseSHA256Intrinsics bd
        UseSHA3Intrinsics bd
        UseSHA512Intrinsics bd
        UseSHM bp
        UseSSE xp 0 99
        UseSSE42Intrinsics bp
        UseSerialGC bp
        UseSharedSpaces bp
        UseShenandoahGC bp
        UseSignalChaining bp
        UseSignumIntrinsic bd
        UseSquareToLenIntrinsic bd
        UseStoreImmI16 bp
        UseStringDeduplication bp
        UseSubwordForMaxVector bp
        UseSuperWord bp
        UseSwitchProfiling bd
        UseTLAB bp
        UseThreadPriorities bp
        UseTransparentHugePages bp
        UseTypeProfile bp
        UseTypeSpeculation bp
        UseUnalignedAccesses bd
        UseUnalignedLoadStores bp
        UseVectorCmov bp
        UseVectorMacroLogic bd
        UseVectorStubs be
        UseVectorizedMismatchIntrinsic bd
        UseVtableBasedCHA bd
        UseXMMForArrayCopy bp
        UseXMMForObjInit bp
        UseXmmI2D bp
        UseXmmI2F bp
        UseXmmLoadAndClearUpper bp
        UseXmmRegToRegMoveAll bp
        UseZGC bp
        VMThreadPriority xp -1 127
        VMThreadStackSize xp 0 9007199254740991
        ValueMapInitialSize xp 1 32768
        ValueMapMaxLoopSize xp 0 128
        ValueSearchLimit xp 0 2147483647
        VerifyAdapterCalls bd
        VerifyAfterGC bd
        VerifyArchivedFields id 0 2
        VerifyBeforeExit bd
        VerifyBeforeGC bd
        VerifyBeforeIteration bd
        VerifyDuringGC bd
        VerifyDuringStartup bd
        VerifyGCLevel xd 0 1
        VerifyGCStartAt Ud
        VerifyGCType sd
        VerifyMethodHandles bd
        VerifyObjectStartArray bd
        VerifyReceiverTypes bd
        VerifyRememberedSets bd
        VerifySharedSpaces bp
        VerifyStringTableAtExit bd
        VerifySubSet sd
        WhiteBoxAPI bd
        WorkStealingHardSpins Ue
        WorkStealingSleepMillis Ue
        WorkStealingSpinToYieldRatio Ue
        WorkStealingYieldsBeforeSleep Ue
        YoungGenerationSizeIncrement Up 0 100
        YoungGenerationSizeSupplement Up 0 100
        YoungGenerationSizeSupplementDecay Up 1 18446744073709551615
        YoungPLABSize zp
        ZAllocationSpikeTolerance dp
        ZCollectionInterval dp
        ZFragmentationLimit dp
        ZMarkStackSpaceLimit zp 33554432 1099511627776
        ZProactive bp
        ZStatisticsInterval ud 1 4294967295
        ZStressRelocateInPlace bd
        ZUncommit bp
        ZUncommitDelay Up
        ZVerifyForwarding bd
        ZVerifyMarking bd
        ZVerifyObjects bd
        ZVerifyRoots bd
        ZVerifyViews bd
        ZeroTLAB bp
        hashCode xe
        """u8;

    /// <summary>Flags whose life is known: name, type and kind (with a number: experimental before that release), first release (0: 8 or
    /// earlier), the release that ignores it with a warning, the release that refuses it; <c>-</c> is none so far.
    /// Source: the <c>special_jvm_flags</c> tables of jdk11u, jdk17u, jdk21u and 25, runtime-memory.md §3.5.</summary>
    public static ReadOnlySpan<byte> Lives =>
        """
        ActiveProcessorCount ip 0 - -
        AdaptiveSizePolicyWeight Up 0 - -
        AggressiveHeap bp 0 - -
        AggressiveOpts bp 0 12 13
        AllowRedefinitionToAddDeleteMethods bp 13 - -
        AllowUserSignalHandlers bp 0 - -
        AlwaysActAsServerClassMachine bp 0 - -
        AlwaysLockClassLoader bp 0 18 19
        AlwaysPreTouch bp 0 - -
        AlwaysRestoreFPU bp 0 - -
        ArchiveClassesAtExit sp 13 - -
        AssumeMP bp 0 12 13
        AutoBoxCacheMax xp 0 - -
        AutoCreateSharedArchive bp 19 - -
        BackgroundCompilation bp 0 - -
        BiasedLockingBulkRebiasThreshold xp 0 18 19
        BiasedLockingBulkRevokeThreshold xp 0 18 19
        BiasedLockingDecayTime xp 0 18 19
        BiasedLockingStartupDelay xp 0 18 19
        CICompilerCount xp 0 - -
        CMSClassUnloadingEnabled bp 0 14 15
        CMSConcurrentMTEnabled bp 0 14 15
        CMSEdenChunksRecordAlways bp 0 14 15
        CMSFullGCsBeforeCompaction Up 0 14 15
        CMSIncrementalMode bp 0 9 10
        CMSIncrementalPacing bp 0 9 10
        CMSInitiatingOccupancyFraction xp 0 14 15
        CMSMaxAbortablePrecleanTime xp 0 14 15
        CMSParallelInitialMarkEnabled bp 0 14 15
        CMSParallelRemarkEnabled bp 0 14 15
        CMSScavengeBeforeRemark bp 0 14 15
        CMSTriggerRatio xp 0 14 15
        CMSWaitDuration xp 0 14 15
        ClassUnloading bp 0 - -
        ClassUnloadingWithConcurrentMark bp 0 - -
        CompileCommand sp 0 - -
        CompileCommandFile sp 0 - -
        CompileOnly sp 0 - -
        CompileThreshold xp 0 - -
        CompilerThreadStackSize xp 0 - -
        CompressedClassSpaceSize zp 0 - -
        ConcGCThreads up 0 - -
        CrashOnOutOfMemoryError bp 0 - -
        CreateCoredumpOnCrash bp 9 - -
        CriticalJNINatives bp 0 18 19
        DebugNonSafepoints bd 0 - -
        DefaultMaxRAMFraction Up 0 - 25
        DisableExplicitGC bp 0 - -
        DoEscapeAnalysis bp 0 - -
        EliminateAllocations bp 0 - -
        EliminateLocks bp 0 - -
        EnableDynamicAgentLoading bp 0 - -
        EnableJVMCI be 9 - -
        EnableTracing bp 0 11 12
        ErgoHeapSizeLimit zp 0 - -
        ErrorFile sp 0 - -
        ExitOnOutOfMemoryError bp 0 - -
        ExplicitGCInvokesConcurrent bp 0 - -
        ExplicitGCInvokesConcurrentAndUnloadsClasses bp 0 14 15
        ExtendedDTraceProbes bp 0 - -
        FailOverToOldVerifier bp 0 8 9
        FastTLABRefill bp 0 11 12
        FlightRecorder bp 0 - -
        FlightRecorderOptions sp 0 - -
        FreqInlineSize xp 0 - -
        G1ConcRefinementThreads up 0 - -
        G1HeapRegionSize zp 0 - -
        G1HeapWastePercent Up 0 - -
        G1MaxNewSizePercent Ue 0 - -
        G1MixedGCCountTarget Up 0 - -
        G1MixedGCLiveThresholdPercent Ue 0 - -
        G1NewSizePercent Ue 0 - -
        G1OldCSetRegionThresholdPercent Ue 0 - -
        G1PeriodicGCInterval Up 12 - -
        G1PeriodicGCSystemLoadThreshold dp 12 - -
        G1RSetUpdatingPauseTimePercent xp 0 - -
        G1ReservePercent Up 0 - -
        G1UseAdaptiveIHOP bp 9 - -
        GCHeapFreeLimit Up 0 - -
        GCLogFileSize Up 0 - 9
        GCPauseIntervalMillis Up 0 - -
        GCTimeLimit Up 0 - -
        GCTimeRatio Up 0 - -
        GuaranteedSafepointInterval xd 0 - -
        HeapBaseMinAddress zp 0 - -
        HeapDumpAfterFullGC bp 0 - -
        HeapDumpBeforeFullGC bp 0 - -
        HeapDumpOnOutOfMemoryError bp 0 - -
        HeapDumpPath sp 0 - -
        IgnoreUnrecognizedVMOptions bp 0 - -
        InitialCodeCacheSize Up 0 - -
        InitialHeapSize zp 0 - -
        InitialRAMFraction Up 0 - 25
        InitialRAMPercentage dp 0 - -
        InitialSurvivorRatio Up 0 - -
        InitialTenuringThreshold Up 0 - -
        InitiatingHeapOccupancyPercent Up 0 - -
        InlineNotify bp 0 11 12
        InlineSmallCode xp 0 - -
        LargePageSizeInBytes zp 0 - -
        LogFile sd 0 - -
        LogVMOutput bd 0 - -
        LoopUnrollLimit xp 0 - -
        ManagementServer bp 0 - -
        MaxDirectMemorySize qp 0 - -
        MaxFDLimit bp 0 - -
        MaxGCMinorPauseMillis Up 0 - 23
        MaxGCPauseMillis Up 0 - -
        MaxHeapFreeRatio Up 0 - -
        MaxHeapSize zp 0 - -
        MaxInlineLevel xp 0 - -
        MaxInlineSize xp 0 - -
        MaxJavaStackTraceDepth xp 0 - -
        MaxMetaspaceExpansion zp 0 - -
        MaxMetaspaceFreeRatio Up 0 - -
        MaxMetaspaceSize zp 0 - -
        MaxNewSize zp 0 - -
        MaxPermSize zp 0 8 17
        MaxRAM qp 0 - -
        MaxRAMFraction Up 0 - 25
        MaxRAMPercentage dp 0 - -
        MaxTenuringThreshold Up 0 - -
        MetaspaceSize zp 0 - -
        MinHeapDeltaBytes zp 0 - -
        MinHeapFreeRatio Up 0 - -
        MinHeapSize zp 14 - -
        MinMetaspaceExpansion zp 0 - -
        MinMetaspaceFreeRatio Up 0 - -
        MinRAMFraction Up 0 - 25
        MinRAMPercentage dp 0 - -
        MinTLABSize zp 0 - -
        NativeMemoryTracking sp 0 - -
        NeverActAsServerClassMachine bp 0 - -
        NewRatio Up 0 - -
        NewSize zp 0 - -
        NonNMethodCodeHeapSize Up 9 - -
        NonProfiledCodeHeapSize Up 9 - -
        NumberOfGCLogFiles Up 0 - 9
        ObjectAlignmentInBytes xp 0 - -
        OldPLABSize zp 0 - -
        OldSize zp 0 - 25
        OmitStackTraceInFastThrow bp 0 - -
        OnError sp 0 - -
        OnOutOfMemoryError sp 0 - -
        OptimizeStringConcat bp 0 - -
        ParallelCMSThreads xp 0 14 15
        ParallelGCThreads up 0 - -
        ParallelRefProcEnabled bp 0 - -
        PerfDataSaveToFile bp 0 - -
        PerfDisableSharedMem bp 0 - -
        PermSize zp 0 8 17
        PreserveFramePointer bp 0 - -
        PretenureSizeThreshold zp 0 - -
        PrintAdaptiveSizePolicy bp 0 - 9
        PrintAssembly bd 0 - -
        PrintClassHistogramAfterFullGC bp 0 - 9
        PrintClassHistogramBeforeFullGC bp 0 - 9
        PrintCommandLineFlags bp 0 - -
        PrintCompilation bp 0 - -
        PrintConcurrentLocks bp 0 - -
        PrintFlagsFinal bp 0 - -
        PrintFlagsInitial bp 0 - -
        PrintGC bp 0 - -
        PrintGCApplicationConcurrentTime bp 0 - 9
        PrintGCApplicationStoppedTime bp 0 - 9
        PrintGCCause bp 0 - 9
        PrintGCDateStamps bp 0 - 9
        PrintGCDetails bp 0 - -
        PrintGCID bp 0 - 9
        PrintGCTaskTimeStamps bp 0 - 9
        PrintGCTimeStamps bp 0 - 9
        PrintHeapAtGC bp 0 - 9
        PrintHeapAtGCExtended bp 0 - 9
        PrintInlining bd 0 - -
        PrintJNIGCStalls bp 0 - 9
        PrintNMTStatistics bd 0 - -
        PrintOldPLAB bp 0 - 9
        PrintPLAB bp 0 - 9
        PrintParallelOldGCPhaseTimes bp 0 - 9
        PrintPromotionFailure bp 0 - 9
        PrintReferenceGC bp 0 - 9
        PrintSafepointStatistics bp 0 12 13
        PrintSafepointStatisticsCount xp 0 12 13
        PrintSafepointStatisticsTimeout xp 0 12 13
        PrintTLAB bp 0 - 9
        PrintTenuringDistribution bp 0 - 9
        PrintVMOptions bp 0 - -
        ProfiledCodeHeapSize Up 9 - -
        ReduceSignalUsage bp 0 - -
        ReservedCodeCacheSize Up 0 - -
        ResizeTLAB bp 0 - -
        RestoreMXCSROnJNICalls bp 0 - -
        ScavengeBeforeFullGC bp 0 - -
        SegmentedCodeCache bp 9 - -
        SharedArchiveFile sp 13 - -
        ShenandoahGCHeuristics sp15 11 - -
        ShenandoahGCMode sp15 11 - -
        ShowCodeDetailsInExceptionMessages bp 14 - -
        ShowMessageBoxOnError bp 0 - -
        SoftMaxHeapSize zp 13 - -
        SoftRefLRUPolicyMSPerMB xp 0 - -
        StackTraceInThrowable bp 0 - -
        StartFlightRecording sp 0 - -
        StringDeduplicationAgeThreshold up 0 - -
        StringTableSize Up 0 - -
        SurvivorRatio Up 0 - -
        SuspendRetryCount xp 0 17 18
        SuspendRetryDelay xp 0 17 18
        TLABSize zp 0 - -
        TargetSurvivorRatio Up 0 - -
        ThreadPriorityPolicy xp 0 - -
        ThreadStackSize xp 0 - -
        TieredCompilation bp 0 - -
        TieredStopAtLevel xp 0 - -
        TraceClassLoading bp 0 - 17
        TraceClassPaths bp 0 - 17
        TraceClassResolution bp 0 - 17
        TraceClassUnloading bp 0 - 17
        TraceExceptions bp 0 - 17
        TraceLoaderConstraints bp 0 - 17
        UnlockCommercialFeatures bp 0 - 11
        UnlockDiagnosticVMOptions bd 0 - -
        UnlockExperimentalVMOptions be 0 - -
        UseAES bp 0 - -
        UseAESIntrinsics bd 0 - -
        UseAdaptiveSizePolicy bp 0 - -
        UseAppCDS bp 9 11 12
        UseBiasedLocking bp 0 18 19
        UseCGroupMemoryLimitForHeap be 0 - 11
        UseCMSCompactAtFullCollection bp 0 9 10
        UseCMSInitiatingOccupancyOnly bp 0 14 15
        UseCMoveUnconditionally bp 0 - -
        UseCodeCacheFlushing bp 0 - -
        UseCompactObjectHeaders bp25 24 - -
        UseCompressedClassPointers bp 0 - -
        UseCompressedOops bp 0 - -
        UseCompressedStrings bp 0 8 9
        UseConcMarkSweepGC bp 0 14 15
        UseContainerSupport bp 0 - -
        UseCountedLoopSafepoints bp 0 - -
        UseDynamicNumberOfCompilerThreads bp 9 - -
        UseDynamicNumberOfGCThreads bp 0 - -
        UseEpsilonGC be 11 - -
        UseFastAccessorMethods bp 0 8 9
        UseFastEmptyMethods bp 0 8 9
        UseG1GC bp 0 - -
        UseGCLogFileRotation bp 0 - 9
        UseGCOverheadLimit bp 0 - -
        UseInlineCaches bp 0 - -
        UseJVMCICompiler be 9 - -
        UseLargePages bp 0 - -
        UseLockedTracing bp 0 11 12
        UseMembar bp 0 12 13
        UseNUMA bp 0 - -
        UseNUMAInterleaving bp 0 - -
        UseOptoBiasInlining bp 0 18 19
        UseParNewGC bp 0 10 11
        UseParallelGC bp 0 - -
        UseParallelOldGC bp 0 15 16
        UsePerfData bp 0 - -
        UseSerialGC bp 0 - -
        UseSharedSpaces bp 0 - -
        UseShenandoahGC bp15 11 - -
        UseSignalChaining bp 0 - -
        UseSplitVerifier bp 0 8 9
        UseStringCache bp 0 8 9
        UseStringDeduplication bp 0 - -
        UseSuperWord bp 0 - -
        UseTLAB bp 0 - -
        UseThreadPriorities bp 0 - -
        UseTransparentHugePages bp 0 - -
        UseXMMForArrayCopy bp 0 - -
        UseZGC bp15 11 - -
        VMThreadStackSize xp 0 - -
        VerifyAfterGC bd 0 - -
        VerifyBeforeGC bd 0 - -
        YoungPLABSize zp 0 - -
        VMOptionsFile sp 9 - -
        ZAllocationSpikeTolerance dp 11 - -
        ZCollectionInterval dp 11 - -
        ZGenerational bp 21 24 26
        ZUncommit bp15 13 - -
        ZUncommitDelay Up15 13 - -
        """u8;
}
