using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Improving.Suggestions;
using Whalepaper.Meetings;
using Whalepaper.Members.Access;
using Whalepaper.Members.Accounts;
using Whalepaper.Ui;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Settings;

/// <summary>The organizer's settings: each is a resource of its own, so that two people who change two of them do not meet.</summary>
public static class SettingsEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapSettings(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("PUT", "/settings/group", Act.RunInstallation, "saveGroup", "Change the group's name, zone and language", SaveGroupAsync);
        doors.Open("PUT", "/settings/values", Act.RunInstallation, "saveSettings", "Change the values by which the group lives: those that are sent", SaveValuesAsync);
    }

    private static async Task<IResult> SaveGroupAsync(
        Submission<GroupForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<AccountTexts> words, IStringLocalizer<FormTexts> forms, IStringLocalizer<SuggestionTexts> suggestions)
    {
        var form = sent.Form;
        var group = await db.Groups.SingleOrDefaultAsync(g => g.Id == Group.TheOne, http.RequestAborted);
        if (group is null)
            return TypedResults.NotFound();
        if (string.IsNullOrWhiteSpace(form.Name))
            sent.Refuse("name", words["SetUp.Group.Missing"]);
        if (ViewerReading.FindZone(form.Zone) is null)
            sent.Refuse("zone", words["Join.Zone.Unknown"]);
        if (form.Language is not ("zh-CN" or "en"))
            sent.Refuse("language", forms["Form.Choose"]);
        var address = form.LinkBase?.Trim();
        if (address is { Length: > 0 } && !SafeLink.IsWeb(address))
            sent.Refuse("linkBase", forms["Form.NoAddress"]);
        var cause = await db.CauseAsync(sent, form.Because, suggestions, http.RequestAborted);
        if (!sent.IsSound)
            return sent.Refused(http, "/settings");
        var before = Said(group);
        var moved = !string.Equals(group.ZoneId, form.Zone, StringComparison.Ordinal);
        group.Rename(OneLine.Of(form.Name!));
        group.MoveToZone(form.Zone!);
        group.Speak(form.Language!);
        group.LeadLinksTo(address is { Length: > 0 } ? address : null);
        if (!string.Equals(before, Said(group), StringComparison.Ordinal))
            db.AddChange(new AuditEntry(AuditActs.Group, http.Actor().MemberId, null, null, before, Said(group), clock.GetCurrentInstant()), cause);
        await db.SaveChangesAsync(http.RequestAborted);
        // The weekly hours are read in another zone now, and so the meetings to come move.
        if (moved)
            await MeetingPlanning.PlanAsync(db, clock, http.RequestAborted);
        return sent.Done("/settings?done=saved");
    }

    private static async Task<IResult> SaveValuesAsync(Submission<ValuesForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<SettingTexts> words, IStringLocalizer<FormTexts> forms, IStringLocalizer<SuggestionTexts> suggestions)
    {
        var given = Given(sent, words);
        if (given.GroupBy(one => one.Definition.Key, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            sent.Refuse(twice.Key, forms["Form.Twice"]);
        var cause = await db.CauseAsync(sent, sent.Form.Because, suggestions, http.RequestAborted);
        if (!sent.IsSound)
            return sent.Refused(http, "/settings/values");
        await db.ChangeSettingsAsync(given, http.Actor().MemberId, clock.GetCurrentInstant(), cause, http.RequestAborted);
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done("/settings/values?done=saved");
    }

    // Keys and values come side by side, so that a program may send one and a form sends all.
    private static List<(SettingDefinition Definition, string Value)> Given(Submission<ValuesForm> sent, IStringLocalizer<SettingTexts> words)
    {
        var given = new List<(SettingDefinition Definition, string Value)>();
        if (sent.Form.Keys.Length != sent.Form.Values.Length)
            sent.Refuse("values", words["Values.Uneven"]);
        foreach (var (key, typed) in sent.Form.Keys.Zip(sent.Form.Values))
        {
            var definition = SettingsCatalogue.All.FirstOrDefault(one => string.Equals(one.Key, key, StringComparison.Ordinal));
            if (definition is null)
                sent.Refuse("keys", words["Values.Unknown", key]);
            else if (definition.Read(typed) is { } value)
                given.Add((definition, value));
            else
                sent.Refuse(key, definition switch
                {
                    NumberSetting number => words["Values.Number", number.Least, number.Most, number.Step],
                    ChoiceSetting choice => words["Values.Choice", string.Join(", ", choice.Words)],
                    _ => words["Values.YesNo"],
                });
        }

        return given;
    }

    private static string Said(Group group) => $"{group.Name}, {group.ZoneId}, {group.Language}{(group.LinkBase is null ? "" : $", {group.LinkBase}")}";
}

/// <summary>The group.</summary>
/// <param name="Name">What its members call it.</param>
/// <param name="Zone">The tzdb zone in which its weekly hours are meant.</param>
/// <param name="Language">The language of its own words: <c>zh-CN</c> or <c>en</c>.</param>
/// <param name="LinkBase">Where relative links of the charter lead; nothing while unknown.</param>
/// <param name="Because">The number of the suggestion that caused it; nothing for none.</param>
public sealed record GroupForm([Longest(80)] string? Name, string? Zone, string? Language, [Longest(500)] string? LinkBase, string? Because);

/// <summary>Values of settings.</summary>
/// <param name="Keys">Which.</param>
/// <param name="Values">The values, in the same order.</param>
/// <param name="Because">The number of the suggestion that caused it; nothing for none.</param>
public sealed record ValuesForm(string[] Keys, string[] Values, string? Because);
