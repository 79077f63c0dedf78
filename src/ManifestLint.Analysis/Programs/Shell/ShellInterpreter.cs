using System.Collections.Immutable;

namespace ManifestLint.Programs.Shell;

/// <summary>Follows a script without running anything. Where it depends on what cannot be known, paths part; where it uses what is not
/// modelled, the whole script is unknown.</summary>
internal sealed partial class ShellInterpreter(ShellHost host, ShellDialect dialect, bool isMain)
{
    /// <summary>More paths are blurred into one; the largest real number known is 3.</summary>
    private const int MaxPaths = 32;

    // No real loop known is followed round by round.
    private const int MaxIterations = 200;

    // Counted for each variable or word that two states are compared by.
    private const int UnitsOfComparison = 4;

    private static readonly System.Buffers.SearchValues<char> ExtendedPatternCharacters = System.Buffers.SearchValues.Create("*?[\\+@!");

    private int _subshells;
    private int _loops;

    // True before a list of commands that nothing asks about, joined by && to what follows.
    private bool _isPlain;

    // The depth of the deepest shell in which something was waited for, asked for or ended.
    private int _settledIn;

    public ShellDialect Dialect => dialect;

    /// <summary>What could not be followed; null while everything could.</summary>
    public Unfollowed? Aborted { get; private set; }

    public void Abort(Unfollowed reason) => Aborted ??= reason;

    /// <summary>Begins something nested; false (and the script is given up) if it is too much.</summary>
    public bool Enter()
    {
        host.Budget.Depth++;
        if (!host.Budget.Spend())
            Abort(Unfollowed.ScriptTooLong);
        return Aborted is null;
    }

    public void Leave() => host.Budget.Depth--;

    /// <summary>Counts what something costs that grows with its operands; false (and the script is given up) if it is too much.</summary>
    public bool Spend(long units)
    {
        if (!host.Budget.Spend(units))
            Abort(Unfollowed.ScriptTooLong);
        return Aborted is null;
    }

    /// <summary>The whole script.</summary>
    public LaunchResult Run(Word script, ShellState state)
    {
        var paths = Script(script, [state], syntaxErrorEnds: true);
        if (Aborted is not null)
            return new LaunchResult(new ProcessPlan.Unknown(Aborted.Value), ShellStatus.Unknown);
        var ended = new List<ShellState>();
        foreach (var path in paths)
            ended.AddRange(RunExitTrap(path));
        if (Aborted is not null)
            return new LaunchResult(new ProcessPlan.Unknown(Aborted.Value), ShellStatus.Unknown);
        var (plan, status, _) = Combine(ended);
        return new LaunchResult(plan, status);
    }

    private List<ShellState> RunExitTrap(ShellState path)
    {
        if (path.ExitTrap is not { } trap)
            return [path];
        return Script(trap, [path with { ExitTrap = null, Flow = ShellFlow.Normal }], syntaxErrorEnds: true);
    }

    /// <summary>Reads and runs line by line.</summary>
    private List<ShellState> Script(Word script, List<ShellState> paths, bool syntaxErrorEnds)
    {
        if (script.Outline is null)
            Abort(Unfollowed.UnknownScript);
        var parser = new ShellParser(script, dialect);
        while (!parser.AtEnd && Aborted is null && paths.Exists(p => p.Flow == ShellFlow.Normal))
        {
            if (parser.NextLine() is { } line)
                paths = Next(paths, line, tested: false);
            if (parser.Unsupported is { } construct)
                Abort(construct);
            if (parser.SyntaxError is null)
                continue;
            if (!syntaxErrorEnds && dialect != ShellDialect.Dash)
                Abort(Unfollowed.SyntaxErrorInEval);
            return
            [
                .. paths.Select(p =>
                    p.Flow == ShellFlow.Normal
                        ? Exit(p, dialect == ShellDialect.Bash ? ShellStatus.Failure : ShellStatus.Of(2), ProgramFailure.ShellSyntaxError)
                        : p
                ),
            ];
        }
        return paths;
    }

    /// <summary>Runs <paramref name="node"/> on every path that goes on.</summary>
    private List<ShellState> Next(List<ShellState> paths, ShellNode node, bool tested)
    {
        if (paths is [{ Flow: ShellFlow.Normal } only])
            return Merge(Execute(node, only, tested));
        var result = new List<ShellState>();
        foreach (var path in paths)
        {
            if (path.Flow == ShellFlow.Normal)
                result.AddRange(Execute(node, path, tested));
            else
                result.Add(path);
        }
        return Merge(result);
    }

    /// <summary>Joins paths that do not differ in what follows, and blurs them where there are too many.</summary>
    private List<ShellState> Merge(List<ShellState> paths)
    {
        if (paths.Count < 2)
            return paths;
        var merged = new List<ShellState>();
        foreach (var path in paths)
        {
            if (!Spend((merged.Count + 1L) * UnitsOfComparison * (path.Positional.Length + path.Variables.Count + 1)))
                return [paths[0]];
            var twin = merged.FindIndex(path.SameAs);
            if (twin < 0)
                merged.Add(path);
            else
                merged[twin] = Join(merged[twin], path, merged[twin]);
        }
        for (var i = 0; i < merged.Count && merged.Count > MaxPaths; i++)
        {
            for (var j = merged.Count - 1; j > i; j--)
            {
                if (ShellState.Blur(merged[i], merged[j]) is not { } blurred)
                    continue;
                merged[i] = Join(merged[i], merged[j], blurred);
                merged.RemoveAt(j);
            }
        }
        if (merged.Count > MaxPaths)
        {
            Effort.GiveUp(PastLimit.ScriptWays);
            Abort(Unfollowed.TooManyWays);
        }
        return merged;
    }

    /// <summary>One path for two, with <paramref name="state"/> as what they leave behind.</summary>
    private ShellState Join(ShellState a, ShellState b, ShellState state)
    {
        ShellTrace? x = a.Trace,
            y = b.Trace;
        var settles = false;
        while (!ReferenceEquals(x, y) && Spend(1))
        {
            bool first = (x?.Depth ?? 0) >= (y?.Depth ?? 0);
            settles |= (first ? x : y) is { Plan: null };
            (x, y) = first ? (x?.Previous, y) : (x, y?.Previous);
        }
        var plan = ReferenceEquals(a.Trace, b.Trace)
            ? ProcessPlan.Nothing
            : ShellTrace.OneOf([ShellTrace.Build(a.Trace, x), ShellTrace.Build(b.Trace, x)]);
        // What one of the ways may have ended is not certainly beside what either starts.
        var trace = settles ? new ShellTrace(x, null, background: false) : x;
        return (state with { Trace = trace, Status = ShellStatus.Either(a.Status, b.Status) }).Started(plan);
    }

    /// <summary>All paths as one plan.</summary>
    private (ProcessPlan Plan, ShellStatus Status, Word? Output) Combine(List<ShellState> paths)
    {
        if (paths.Count == 0)
            return (ProcessPlan.Nothing, ShellStatus.Unknown, Word.Unknown);
        var all = paths[0];
        foreach (var path in paths.Skip(1))
        {
            var output = all.Output is not null && path.Output is not null && all.Output.SameText(path.Output) ? all.Output : Word.Unknown;
            all = Join(all, path, all with { Output = output });
        }
        return (ShellTrace.Build(all.Trace, null), all.Status, all.Output);
    }

    /// <summary>Runs <paramref name="node"/> in a shell of its own: nothing but its processes and status remains.</summary>
    public (ProcessPlan Plan, ShellStatus Status, Word? Output) Subshell(ShellNode node, ShellState state)
    {
        var (loops, _) = (_loops, _subshells++);
        _loops = 0;
        var paths = Execute(
            node,
            state with
            {
                Trace = null,
                OpenJobs = 0,
                ExitTrap = null,
                Output = state.Output is null ? null : Word.Of(""),
            },
            tested: false
        );
        var ended = new List<ShellState>();
        foreach (var path in paths)
            ended.AddRange(RunExitTrap(path));
        _loops = loops;
        _subshells--;
        return Combine(ended);
    }

    private ShellState Exit(ShellState state, ShellStatus status, ProgramFailure? failure)
    {
        var ended = state with { Flow = ShellFlow.Exited, Status = status };
        return failure is { } reason && isMain && _subshells == 0
            ? ended.Started(new ProcessPlan.Fails(reason, status.Code) { UnsetName = host.Budget.UnsetName })
            : ended;
    }

    private ShellState CheckErrorExit(ShellState state, bool tested)
    {
        if (tested || !state.Has(ShellOptions.ErrorExit) || state.Flow != ShellFlow.Normal || state.Status.Succeeded != false)
            return state;
        return Exit(state, state.Status, ProgramFailure.ShellErrorExit);
    }

    /// <summary>All ways through <paramref name="node"/>.</summary>
    /// <param name="tested">True where <c>set -e</c> does not look.</param>
    private List<ShellState> Execute(ShellNode node, ShellState state, bool tested)
    {
        if (!Enter())
        {
            Leave();
            return [state];
        }
        var paths = node switch
        {
            SimpleCommand simple => Simple(simple, state, tested),
            ListCommand list => List(list, state, tested),
            AndOrCommand andOr => AndOr(andOr, state, tested),
            PipelineCommand pipeline => Pipeline(pipeline, state, tested),
            SubshellCommand subshell => [Parentheses(subshell, state, tested)],
            IfCommand choice => If(choice, state, tested),
            LoopCommand loop => Loop(loop, state, tested),
            ForCommand loop => For(loop, state, tested),
            CaseCommand choice => Case(choice, state, tested),
            FunctionCommand function =>
            [
                state with
                {
                    Functions = state.Functions.SetItem(function.Name, function.Body),
                    Status = ShellStatus.Success,
                },
            ],
            RedirectedCommand redirected => Redirected(redirected, state, tested),
            ConditionCommand condition =>
            [
                CheckErrorExit(SettledIfAsked(state, condition.Words) with { Status = Condition(condition, state) }, tested),
            ],
            _ => [state],
        };
        Leave();
        return SettledBelow() ? [.. paths.Select(p => p.Settled())] : paths;
    }

    /// <summary>Everything in the background may have ended, and the shells around this one have to hear of it.</summary>
    private ShellState Settle(ShellState state)
    {
        _settledIn = Math.Max(_settledIn, _subshells);
        return state.Settled();
    }

    // Else nothing changes with it, so that words need not be looked at.
    private bool MayHaveOthers(ShellState state) => state.OpenJobs > 0 || _subshells > 0;

    private ShellState SettledIfAsked(ShellState state, ImmutableArray<ShellWord> words) =>
        MayHaveOthers(state) && AsksForProcess(words) ? Settle(state) : state;

    /// <summary>True if a shell inside this one may have ended what runs in the background of this one.</summary>
    private bool SettledBelow()
    {
        bool below = _settledIn > _subshells;
        _settledIn = Math.Min(_settledIn, _subshells);
        return below;
    }

    private List<ShellState> List(ListCommand list, ShellState state, bool tested)
    {
        List<ShellState> paths = [state];
        foreach (var (node, background) in list.Items)
        {
            if (Aborted is not null)
                break;
            if (!background)
            {
                paths = Next(paths, node, tested);
                continue;
            }
            for (var i = 0; i < paths.Count; i++)
            {
                if (paths[i].Flow != ShellFlow.Normal)
                    continue;
                var (plan, _, _) = Subshell(node, paths[i]);
                // What is ended after a time is not certainly beside what follows.
                bool stays = !plan.Processes.Known.Any(p => p.IsTimed);
                paths[i] = paths[i].Started(plan, background: stays) with { Status = ShellStatus.Success };
                if (SettledBelow())
                    paths[i] = paths[i].Settled();
            }
        }
        return paths;
    }

    private List<ShellState> AndOr(AndOrCommand node, ShellState state, bool tested)
    {
        var result = new List<ShellState>();
        var open = new List<ShellState>();
        bool isPlain = !tested || _isPlain;
        _isPlain = isPlain && node is { IsAnd: true, Left: AndOrCommand };
        // What surely ends here is kept apart: joined with what may go on, it would seem to go on, too.
        foreach (var left in Execute(node.Left, state, tested: true))
        {
            // Where that fails nothing else is meant to run.
            var path =
                isPlain && node.IsAnd && left.Status.Succeeded is null && IsSetup(node.Left)
                    ? left with
                    {
                        Status = ShellStatus.Success,
                    }
                    : left;
            (path.Flow == ShellFlow.Normal && path.Status.Succeeded != !node.IsAnd ? open : result).Add(path);
        }
        foreach (var path in Merge(open))
        {
            if (path.Status.Succeeded is not null)
            {
                result.AddRange(Execute(node.Right, path, tested));
                continue;
            }
            var (right, left) = node.IsAnd ? (ShellStatus.Success, ShellStatus.Failure) : (ShellStatus.Failure, ShellStatus.Success);
            result.AddRange(Execute(node.Right, path with { Status = right }, tested));
            result.Add(path with { Status = left });
        }
        return result;
    }

    // Goes into a folder that is written, makes one, or lets time pass.
    private static bool IsSetup(ShellNode node) =>
        node switch
        {
            SimpleCommand { Words: [{ Bare: "cd" }, { Bare: not null }] }
            or SimpleCommand { Words: [{ Bare: "sleep" }, { Bare: not null }] } => true,
            SimpleCommand { Words: [{ Bare: "mkdir" }, { Bare: "-p" }, ..] } => true,
            AndOrCommand { IsAnd: true } both => IsSetup(both.Right),
            _ => false,
        };

    private List<ShellState> Pipeline(PipelineCommand node, ShellState state, bool tested)
    {
        if (node.Stages.Length == 1)
        {
            return
            [
                .. Execute(node.Stages[0], state, tested: true)
                    .Select(p => p.Flow != ShellFlow.Normal ? p : p with { Status = Negate(p.Status) }),
            ];
        }
        var branches = ImmutableArray.CreateBuilder<ProcessPlan>();
        var statuses = new List<ShellStatus>();
        Word? output = null;
        foreach (var stage in node.Stages)
        {
            if (Aborted is not null)
                return [state];
            (var plan, var status, output) = Subshell(stage, state);
            statuses.Add(status);
            if (plan is not ProcessPlan.Sequence { Steps.IsEmpty: true })
                branches.Add(plan);
        }
        var last = statuses[^1];
        if (state.Has(ShellOptions.PipeFail) && statuses.Exists(s => s.Succeeded != true))
            last = statuses.Exists(s => s.Succeeded == false) ? ShellStatus.Failure : ShellStatus.Unknown;
        state = branches.Count switch
        {
            0 => state,
            1 => state.Started(branches[0]),
            _ => state.Started(new ProcessPlan.SideBySide(branches.ToImmutable()) { IsPipe = true }),
        };
        state = Print(state, output ?? Word.Unknown) with { Status = node.Negated ? Negate(last) : last };
        return [CheckErrorExit(state, tested || node.Negated)];
    }

    private static ShellStatus Negate(ShellStatus status) =>
        status.Succeeded is { } succeeded ? ShellStatus.Of(succeeded ? 1 : 0) : ShellStatus.Unknown;

    private ShellState Parentheses(SubshellCommand node, ShellState state, bool tested)
    {
        var (plan, status, output) = Subshell(node.Body, state);
        return CheckErrorExit(Print(state.Started(plan), output ?? Word.Unknown) with { Status = status }, tested);
    }

    private static ShellState Print(ShellState state, Word text) =>
        state.Output is null ? state : state with { Output = Word.Concat(state.Output, text) };

    private List<ShellState> If(IfCommand node, ShellState state, bool tested)
    {
        var result = new List<ShellState>();
        foreach (var path in Merge(Execute(node.Condition, state, tested: true)))
        {
            if (path.Flow != ShellFlow.Normal)
            {
                result.Add(path);
                continue;
            }
            if (path.Status.Succeeded != false)
                result.AddRange(
                    Execute(node.Then, path with { Status = path.Status.Succeeded is null ? ShellStatus.Success : path.Status }, tested)
                );
            if (path.Status.Succeeded == true)
                continue;
            if (node.Else is { } otherwise)
                result.AddRange(
                    Execute(otherwise, path with { Status = path.Status.Succeeded is null ? ShellStatus.Failure : path.Status }, tested)
                );
            else
                result.Add(path with { Status = ShellStatus.Success });
        }
        return result;
    }

    private List<ShellState> Case(CaseCommand node, ShellState state, bool tested)
    {
        var expansion = new ShellExpansion(this, state);
        var subject = expansion.Single(node.Subject);
        if (expansion.Failure is { } failure)
            return [Failed(expansion.State, failure)];
        state = expansion.State with { Status = ShellStatus.Success };
        var result = new List<ShellState>();
        foreach (var item in node.Items)
        {
            var matches = Matches(item, subject, state);
            if (matches == false)
                continue;
            if (item.Body is { } body)
                result.AddRange(Execute(body, state, tested));
            else
                result.Add(state);
            if (matches == true)
                return result;
        }
        result.Add(state);
        return result;
    }

    private bool? Matches(CaseItem item, Word subject, ShellState state)
    {
        var unknown = false;
        foreach (var written in item.Patterns)
        {
            if (written.Bare == "*")
                return unknown ? null : true;
            var expansion = new ShellExpansion(this, state);
            var pattern = expansion.Pattern(written);
            if (!ReferenceEquals(expansion.State, state) || expansion.Failure is not null)
                Abort(Unfollowed.ExpansionInPattern);
            var matches = subject.IsKnown && subject.Text.Length < 10_000 ? pattern?.Matches(subject.Text) : null;
            if (pattern is not null)
                Spend(pattern.Steps);
            if (matches == true && !unknown)
                return true;
            unknown |= matches != false;
        }
        return unknown ? null : false;
    }

    private ShellStatus Condition(ConditionCommand node, ShellState state)
    {
        if (node.Words.IsEmpty)
            return ShellStatus.Unknown;
        // Only forms without patterns, files and connectives.
        var bare = node.Words.Select(w => w.Bare).ToList();
        if (bare.Exists(w => w is "&&" or "||" or "&" or "|" or "(" or ")" or "<" or ">" or "=~" or "-a" or "-o"))
            return UnknownCondition(node, state);
        if (
            bare is [_, "=" or "==" or "!=", _]
            && node.Words[2]
                .Parts.Any(p =>
                    !p.Quoted && (p is not LiteralPart literal || literal.Text.Text.AsSpan().IndexOfAny(ExtendedPatternCharacters) >= 0)
                )
        )
        {
            return UnknownCondition(node, state);
        }
        var expansion = new ShellExpansion(this, state);
        var words = node.Words.Select(w => expansion.Single(w)).ToArray();
        if (!ReferenceEquals(expansion.State, state) || expansion.Failure is not null)
            Abort(Unfollowed.ExpansionInCondition);
        return ShellTest.Evaluate(words, dialect);
    }

    private ShellStatus UnknownCondition(ConditionCommand node, ShellState state)
    {
        var expansion = new ShellExpansion(this, state);
        foreach (var word in node.Words)
            expansion.Single(word);
        if (!ReferenceEquals(expansion.State, state) || expansion.Failure is not null)
            Abort(Unfollowed.ExpansionInCondition);
        return ShellStatus.Unknown;
    }

    private List<ShellState> Redirected(RedirectedCommand node, ShellState state, bool tested)
    {
        var expansion = new ShellExpansion(this, state);
        expansion.Redirect(node.Redirections);
        if (expansion.Failure is { } failure)
            return [Failed(expansion.State, failure)];
        var printed = expansion.State.Output;
        var hides = HidesOutput(node.Redirections);
        return [.. Execute(node.Body, expansion.State, tested).Select(p => hides ? p with { Output = printed } : p)];
    }

    private static bool HidesOutput(ImmutableArray<ShellRedirection> redirections) => redirections.Any(r => r.Descriptor is 1 or -1);

    private List<ShellState> Loop(LoopCommand node, ShellState state, bool tested)
    {
        var done = new List<ShellState>();
        if (MayHaveOthers(state) && !ShellWaiting.IsForStart(node))
            state = Settle(state);
        var start = state;
        for (var round = 0; Aborted is null; round++)
        {
            // Too long to unroll: what the rounds agree on is what is known.
            if (round > MaxIterations)
            {
                Effort.GiveUp(PastLimit.LoopRounds);
                return UnknownLoop(s => LoopBody(node, s, tested), start);
            }
            var going = new List<ShellState>();
            var condition = Merge(Execute(node.Condition, state, tested: true));
            if (condition is not [{ Flow: ShellFlow.Normal, Status.Succeeded: { } holds } only])
            {
                done.AddRange(UnknownLoop(s => LoopBody(node, s, tested), state));
                break;
            }
            if (holds == node.Until)
            {
                done.Add(only with { Status = round == 0 ? ShellStatus.Success : state.Status });
                break;
            }
            foreach (var path in Body(node.Body, only, tested))
            {
                if (path.Levels == 0 && path.Flow == ShellFlow.Normal)
                    going.Add(path);
                else
                    done.Add(AfterLoop(path));
            }
            if (going.Count == 0)
                break;
            if (going.Count > 1)
            {
                // Each round may go several ways.
                foreach (var path in going)
                    done.AddRange(UnknownLoop(s => LoopBody(node, s, tested), path));
                break;
            }
            var endless = (going[0] with { Trace = null, Status = default, OpenJobs = 0 }).SameAs(
                state with
                {
                    Trace = null,
                    Status = default,
                    OpenJobs = 0,
                }
            );
            if (endless && going[0].OpenJobs > state.OpenJobs)
                Abort(Unfollowed.LoopStartsEverMore);
            if (endless)
            {
                // The next round is the same again: it ends only where a round breaks out of it.
                done.Add(Exit(going[0], ShellStatus.Unknown, null));
                break;
            }
            state = going[0];
        }
        return done;
    }

    /// <summary>One round of a loop whose condition is not known: the states after it, of which those with a normal flow may go on.</summary>
    private List<ShellState> LoopBody(LoopCommand node, ShellState state, bool tested)
    {
        var result = new List<ShellState>();
        foreach (var path in Execute(node.Condition, state, tested: true))
        {
            if (path.Flow != ShellFlow.Normal)
                result.Add(path);
            else if (path.Status.Succeeded is not { } holds || holds != node.Until)
                result.AddRange(Body(node.Body, path, tested));
            else
                result.Add(path);
        }
        return result;
    }

    /// <summary>Runs the body of a loop; <c>continue</c> has become a normal end of it.</summary>
    private List<ShellState> Body(ShellNode body, ShellState state, bool tested)
    {
        _loops++;
        var paths = Merge(Execute(body, state, tested));
        _loops--;
        for (var i = 0; i < paths.Count; i++)
        {
            if (paths[i].OpenJobs > 0 && StartsAndSleeps(ShellTrace.Since(paths[i].Trace, state.Trace)))
                paths[i] = paths[i].Settled();
        }
        return [.. paths.Select(p => p.Flow == ShellFlow.Continue && p.Levels <= 1 ? p with { Flow = ShellFlow.Normal, Levels = 0 } : p)];
    }

    // A round that starts something and then lets time pass: the next may begin when it is over.
    private static bool StartsAndSleeps(IEnumerable<ShellTrace> newestFirst)
    {
        var sleeps = false;
        foreach (var step in newestFirst)
        {
            if (step.Background && sleeps)
                return true;
            sleeps |= step.Plan?.Processes.Known.Any(p => p.Arguments is [{ IsKnown: true, Text: "sleep" or "/bin/sleep" }, ..]) == true;
        }
        return false;
    }

    /// <summary>What break and continue of several levels mean outside this loop.</summary>
    private static ShellState AfterLoop(ShellState path)
    {
        if (path.Flow is not (ShellFlow.Break or ShellFlow.Continue))
            return path;
        return path.Levels <= 1 ? path with { Flow = ShellFlow.Normal, Levels = 0 } : path with { Levels = path.Levels - 1 };
    }

    /// <summary>Any number of rounds: values that a round changes are unknown; its processes may or may not run.</summary>
    private List<ShellState> UnknownLoop(Func<ShellState, List<ShellState>> round, ShellState state)
    {
        for (var attempt = 0; attempt < 8 && Aborted is null; attempt++)
        {
            var paths = round(state);
            if (state.OpenJobs > 0 && paths.Exists(p => ShellTrace.Since(p.Trace, state.Trace).Any(s => s.Plan is null)))
            {
                // An earlier round may have done it.
                state = state.Settled();
                continue;
            }
            var blurred = state;
            var ended = new List<ShellState>();
            foreach (var path in paths)
            {
                var after = AfterLoop(path);
                if (after.Flow != ShellFlow.Normal)
                {
                    ended.Add(after);
                    continue;
                }
                if (after.OpenJobs > state.OpenJobs)
                    Abort(Unfollowed.LoopStartsInBackground);
                var next = ShellState.Blur(blurred with { OpenJobs = 0 }, after with { OpenJobs = 0 });
                if (next is null)
                    Abort(Unfollowed.LoopChangesFunctionsOrOptions);
                else
                    blurred = next with { OpenJobs = state.OpenJobs, Trace = state.Trace };
            }
            if (!(blurred with { OpenJobs = 0, Status = default }).SameAs(state with { OpenJobs = 0, Status = default }))
            {
                state = blurred;
                continue;
            }
            var plans = paths
                .Where(p => AfterLoop(p).Flow == ShellFlow.Normal)
                .Select(p => ShellTrace.Build(p.Trace, state.Trace))
                .Append(ProcessPlan.Nothing);
            ended.Add(state.Started(ShellTrace.OneOf(plans)) with { Status = ShellStatus.Unknown });
            return ended;
        }
        Abort(Unfollowed.Loop);
        return [state];
    }

    private List<ShellState> For(ForCommand node, ShellState state, bool tested)
    {
        if (MayHaveOthers(state) && ShellWaiting.Pauses(node.Body))
            state = Settle(state);
        var words = state.Positional;
        if (node.Words is { } written)
        {
            var expansion = new ShellExpansion(this, state);
            var fields = ImmutableArray.CreateBuilder<Word>();
            foreach (var word in written)
                expansion.Fields(word, fields);
            if (expansion.Failure is { } failure)
                return [Failed(expansion.State, failure)];
            state = expansion.State;
            words = fields.ToArray();
        }
        List<ShellState> paths = [state with { Status = ShellStatus.Success }];
        var done = new List<ShellState>();
        for (var i = 0; i < words.Length && Aborted is null; i++)
        {
            var word = words.Span[i];
            var next = new List<ShellState>();
            foreach (var path in paths)
            {
                var results =
                    word.Kind == WordKind.UnknownMany
                        ? UnknownLoop(
                            s => Body(node.Body, AssignOrAbort(s, node.Name, Word.UnknownAfter(Word.Of(word.Prefix))), tested),
                            AssignMaybe(path, node.Name)
                        )
                        : Body(node.Body, AssignOrAbort(path, node.Name, word), tested);
                foreach (var result in results)
                {
                    if (result.Flow == ShellFlow.Normal)
                        next.Add(result);
                    else
                        done.Add(AfterLoop(result));
                }
            }
            paths = Merge(next);
        }
        done.AddRange(paths);
        return done;
    }

    private ShellState AssignMaybe(ShellState state, string name)
    {
        var next = AssignOrAbort(state, name, Word.Unknown);
        return next.Set(name, next.Variables[name] with { MaybeUnset = true });
    }

    private ShellState AssignOrAbort(ShellState state, string name, Word value)
    {
        var next = Assign(state, name, value, out var failure);
        if (failure is not null)
            Abort(Unfollowed.LoopOverReadOnly);
        return next;
    }

    /// <summary>Sets a variable, exported if it was or all are.</summary>
    public ShellState Assign(ShellState state, string name, Word value, out ProgramFailure? failure)
    {
        failure = null;
        var old = state.Variables.GetValueOrDefault(name);
        if (old is { ReadOnly: true })
        {
            failure = ProgramFailure.ShellReadOnlyVariable;
            // Others give up the command or the line, not the shell.
            if (dialect != ShellDialect.Dash)
                Abort(Unfollowed.AssignmentToReadOnly);
            return state;
        }
        // Of an array the first value alone is meant.
        if (old is { Items: not null })
            Abort(Unfollowed.Array);
        return state.Set(name, new ShellVariable(value, old?.Exported == true || state.Has(ShellOptions.AllExport)));
    }

    /// <summary>A shell that stops in the middle of a command.</summary>
    private ShellState Failed(ShellState state, ProgramFailure failure) =>
        Exit(state, dialect == ShellDialect.Bash ? ShellStatus.Failure : ShellStatus.Of(2), failure);
}
