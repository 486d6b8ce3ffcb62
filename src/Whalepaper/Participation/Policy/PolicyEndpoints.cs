using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Improving.Suggestions;
using Whalepaper.Members.Access;
using Whalepaper.Settings;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Participation.Policy;

/// <summary>The policy by which topics are measured that open from now on.</summary>
public static class PolicyEndpoints
{
    /// <summary>Adds the command.</summary>
    public static void MapPolicy(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("PUT", "/settings/policy", Act.RunInstallation, "savePolicy", "Change the policy by which participation is measured in topics that open from now on", SaveAsync);
        doors.OpenForm("PUT", "/settings/policy/trial", Act.RunInstallation, Try);
    }

    // Nothing is saved: the values go into an address, which can be kept and told.
    private static IResult Try(Submission<PolicyForm> sent, HttpContext http, IStringLocalizer<SettingTexts> words)
    {
        Read(sent, words);
        return sent.IsSound ? sent.Done($"/settings/policy{QueryString.Create(sent.Form.Fields().Select(one => KeyValuePair.Create(one.Field, one.Typed)).Append(KeyValuePair.Create(Causes.Field, sent.Form.Because)))}#preview") : sent.Refused(http, "/settings/policy");
    }

    private static async Task<IResult> SaveAsync(Submission<PolicyForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<SettingTexts> words, IStringLocalizer<SuggestionTexts> suggestions)
    {
        var given = Read(sent, words);
        var cause = await db.CauseAsync(sent, sent.Form.Because, suggestions, http.RequestAborted);
        if (!sent.IsSound)
            return sent.Refused(http, "/settings/policy");
        await db.ChangeSettingsAsync(given, http.Actor().MemberId, clock.GetCurrentInstant(), cause, http.RequestAborted);
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done("/settings/policy?done=saved");
    }

    private static List<(SettingDefinition Definition, string Value)> Read(Submission<PolicyForm> sent, IStringLocalizer<SettingTexts> words)
    {
        var given = new List<(SettingDefinition Definition, string Value)>();
        foreach (var (field, definition, typed) in sent.Form.Fields())
        {
            if (definition.Read(typed ?? "") is { } value)
                given.Add((definition, value));
            else
                sent.Refuse(field, definition is NumberSetting number ? words["Values.Number", number.Least, number.Most, number.Step] : words["Values.Choice", string.Join(", ", ((ChoiceSetting)definition).Words)]);
        }

        return given;
    }
}

/// <summary>The policy, as it is typed.</summary>
/// <param name="Talks">Talks in a topic, 0 for no such bound.</param>
/// <param name="Attendance">Attendance in percent, 0 for no such bound.</param>
/// <param name="Missed"><c>all</c> or <c>any</c>: which bounds one has to miss to be called low.</param>
/// <param name="Grace">Days before the end of a topic in which who joins is exempt.</param>
/// <param name="Hysteresis">The share of a bound that is nearly enough, in percent.</param>
/// <param name="Free">Missed meetings that do not count.</param>
/// <param name="Exempt"><c>none</c>, <c>organizer</c> or <c>committee</c>: whose role exempts them.</param>
/// <param name="Because">The number of the suggestion that caused it; nothing for none.</param>
public sealed record PolicyForm(string? Talks, string? Attendance, string? Missed, string? Grace, string? Hysteresis, string? Free, string? Exempt, string? Because)
{
    /// <summary>The fields with the settings that they are.</summary>
    internal IEnumerable<(string Field, SettingDefinition Definition, string? Typed)> Fields() => Settings().Zip([Talks, Attendance, Missed, Grace, Hysteresis, Free, Exempt], (one, typed) => (one.Field, one.Definition, typed));

    /// <summary>The settings, by the fields that they are typed into.</summary>
    internal static IReadOnlyList<(string Field, SettingDefinition Definition)> Settings() =>
    [
        ("talks", SettingsCatalogue.LeastTalks), ("attendance", SettingsCatalogue.LeastAttendance), ("missed", SettingsCatalogue.BoundsMissed), ("grace", SettingsCatalogue.GraceDays),
        ("hysteresis", SettingsCatalogue.Hysteresis), ("free", SettingsCatalogue.FreeAbsences), ("exempt", SettingsCatalogue.ExemptRoles),
    ];
}
