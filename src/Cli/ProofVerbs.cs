using System.CommandLine;
using System.Text.Json.Nodes;
using Twofold.Auditing;

namespace Twofold.Cli;

/// <summary><c>audit export</c>, <c>audit verify</c> and what belongs to them. Verifying speaks to no server.</summary>
static class ProofVerbs
{
    public static Command Export()
    {
        var file = new Argument<string>("file") { Description = "where the export goes; it is replaced" };
        return new Command("export", "Writes the whole history up to the newest checkpoint, for `audit verify`.") { file }.Does(async s =>
        {
            await s.Api.ReadAsync("audit/export", body => AuditFiles.WriteAsync(s.Get(file), body, s.Cancel), s.Cancel);
            s.Screen.Line($"written to {s.Get(file)}");
            return ExitCode.Done;
        });
    }

    public static Command Verify()
    {
        var file = new Argument<string>("file") { Description = "an export" };
        var key = new Option<string>("--key") { Description = "public keys of the organisation, PEM; kept since long before the export", Required = true };
        var witness = new Option<string>("--witness") { Description = "what the witness has: a signed checkpoint a line", Required = true };
        return new Command("verify", "Verifies an export without any server and names the first entry that is wrong.") { file, key, witness }.Does(s =>
        {
            var keys = AuditFiles.Keys(s.Get(key)!);
            var verdict = AuditVerifier.Verify(AuditFiles.Lines(s.Get(file)), AuditFiles.WholeLines(s.Get(witness)!), keys);
            s.Screen.Result(Json(verdict), () => Show(s.Screen, verdict));
            return Task.FromResult(verdict.Fault is null ? ExitCode.Done : ExitCode.Broken);
        });
    }

    public static Command Key() => new Command("key", "Writes the public key that verifies checkpoints, PEM.").Does(async s =>
    {
        var proof = await s.Api.GetAsync("audit/proof", s.Cancel);
        s.Screen.Result(proof["key"]!, () => s.Screen.Line((string)proof["key"]!["pem"]!));
        return ExitCode.Done;
    });

    public static Command Checkpoint() => new Command("checkpoint", "Makes a checkpoint over everything that has happened by now.").Does(async s =>
    {
        var proof = await s.Api.PostAsync("audit/checkpoints", null, s.Cancel);
        s.Screen.Result(proof, () => s.Screen.Line(
            proof["checkpoint"] is { } newest ? $"checkpoint {newest["number"]} through position {newest["through"]}" : "nothing has happened yet"));
        return ExitCode.Done;
    });

    public static Command Erase()
    {
        var name = new Argument<string>("name") { Description = "the person, as events name them" };
        var reason = new Option<string>("--reason") { Description = "why; it is kept in the audit, so do not name the person", Required = true };
        return new Command("erase", "Destroys the key under which events name a person. It cannot be taken back.") { name, reason }.Does(async s =>
        {
            var erased = await s.Api.PostAsync("audit/erasures", new { name = s.Get(name), reason = s.Get(reason) }, s.Cancel);
            s.Screen.Result(erased, () => s.Screen.Line($"events now say `erased person {erased["person"]}`"));
            return ExitCode.Done;
        });
    }

    private static JsonObject Json(AuditVerdict verdict) => new()
    {
        ["verified"] = verdict.Fault is null,
        ["code"] = verdict.Fault?.Code,
        ["message"] = verdict.Fault?.Explanation,
        ["line"] = verdict.Fault?.Line,
        ["position"] = verdict.Fault?.Position,
        ["chain"] = verdict.Fault?.Chain,
        ["events"] = verdict.Events,
        ["checkpoints"] = verdict.Checkpoints,
        ["witnessed"] = verdict.Witnessed,
        ["through"] = verdict.At?.ToString("O"),
    };

    private static void Show(Screen screen, AuditVerdict verdict)
    {
        if (verdict.Fault is { } fault) Console.Error.WriteLine($"error: {fault.Explanation} ({fault.Code})");
        var before = verdict.Fault is null ? "" : "before that: ";
        screen.Line($"{before}{verdict.Events} entries in {verdict.Checkpoints} checkpoints are as they were signed; the witness has {verdict.Witnessed} of the checkpoints");
        if (verdict.Fault is null && verdict.Witnessed < verdict.Checkpoints)
            screen.Line($"warning: behind checkpoint {verdict.Witnessed} only the signature speaks for it, no witness");
    }
}
