namespace Whalepaper.Tests.People;

/// <summary>The forms about applying for the inner group.</summary>
internal static class FormsOfAdmission
{
    public static readonly IReadOnlyList<HouseForm> All =
    [
        new("PUT", "/me/application", stage => stage.AsComerAsync(
            "/me/application", ("tracks", "nlp"), ("why", "Because.\nReally."), ("paperTitle", "On whales"), ("paperLink", "https://example.org/whales.pdf"), ("hours", "5"), ("promise", "yes"), ("step", "send")))
        {
            ForPrograms = true, Needs = ["tracks", "why", "paperTitle", "hours", "promise"],
            Wrong = [("tracks", BadWords.Choices), ("paperLink", ["abc", "javascript:alert(1)", "//people.example"]), ("hours", [.. BadWords.Numbers, "0", "61"]), ("promise", BadWords.Choices), ("step", BadWords.Choices)],
        },
        new("DELETE", "/me/application", async stage =>
        {
            var (session, id, _) = await stage.ComeAsync();
            await stage.House.ApplyAsync(id);
            return new Filled(session, id, "/me/application");
        })
        { ForPrograms = true },
        new("POST", "/applications/{id:int}/messages", async stage =>
        {
            var (session, id, _) = await stage.ComeAsync();
            return new Filled(session, id, $"/applications/{await stage.House.ApplyAsync(id)}/messages", ("text", "A **word**.\nAnd another."), ("key", $"key{stage.Next()}"));
        })
        { ForPrograms = true, Needs = ["text"] },
        new("PUT", "/applications/{id:int}/tie", async stage => await stage.AsAsync("committee", $"/applications/{await stage.ApplicationAsync(untied: false)}/tie", ("tie", "none")))
        {
            ForPrograms = true, Needs = ["tie"], Wrong = [("tie", [.. BadWords.Choices, "inviter"])],
        },
        new("POST", "/applications/{id:int}/acceptance", async stage => await stage.AsAsync("committee", $"/applications/{await stage.ApplicationAsync()}/acceptance")) { ForPrograms = true },
        new("POST", "/applications/{id:int}/refusal", async stage => await stage.AsAsync("committee", $"/applications/{await stage.ApplicationAsync()}/refusal", ("feedback", "Not **yet**.\nBut soon."), ("days", "30")))
        {
            ForPrograms = true, Needs = ["feedback"], Wrong = [("days", [.. BadWords.Numbers, "366"])],
        },
        new("POST", "/applications/invitations", async stage => await stage.AsAsync("committee", "/applications/invitations", ("member", (await stage.ComeAsync()).Name)))
        {
            ForPrograms = true, Needs = ["member"], Wrong = [("member", ["nobody at all", "committee"])],
        },
        new("PUT", "/ballots/{id:int}/vote", async stage =>
        {
            var ballot = await stage.House.BallotAsync(await stage.ApplicationAsync(), stage.House["committee"], stage.House["organizer"], stage.House["inner"]);
            return await stage.AsAsync("committee", $"/ballots/{ballot}/vote", ("choice", "reject"), ("reason", "A reason.\nAnd another."));
        })
        {
            ForPrograms = true, ByOffice = true, Needs = ["choice"], Wrong = [("choice", BadWords.Choices)],
        },
        new("POST", "/applications/{id:int}", async stage => await stage.AsAsync("committee", $"/applications/{await stage.ApplicationAsync()}", ("feedback", "Not **yet**.\nBut soon."), ("days", "30"))) { Needs = ["feedback"] },
        new("POST", "/applications/{id:int}/presentation", async stage =>
        {
            var id = await stage.ApplicationAsync();
            await (await stage.AsAsync("committee", "/")).Session.SendAsync("POST", $"/applications/{id}/acceptance");
            await stage.House.PanelAsync(id);
            return await stage.AsAsync("committee", $"/applications/{id}/presentation");
        })
        { ForPrograms = true },
        new("POST", "/applications/{id:int}/ballot", async stage =>
        {
            var id = await stage.House.PresentedAsync((await stage.ComeAsync()).Id);
            await stage.House.UntiedAsync($"untied{stage.Next()}", id);
            return await stage.AsAsync("committee", $"/applications/{id}/ballot");
        })
        { ForPrograms = true },
        new("DELETE", "/ballots/{id:int}", async stage =>
        {
            var ballot = await stage.House.BallotAsync(await stage.ApplicationAsync(), stage.House["committee"], stage.House["organizer"], stage.House["inner"]);
            return await stage.AsAsync("organizer", $"/ballots/{ballot}", ("reason", "A reason.\nAnd another."));
        })
        { ForPrograms = true, Needs = ["reason"] },
        new("PUT", "/ballots/{id:int}/vote", async stage =>
        {
            var ballot = await stage.House.ElectionAsync(stage.House["inner"], stage.House["committee"]);
            return await stage.AsAsync("inner", $"/ballots/{ballot}/vote", ("choices", "inner:approve"), ("choices", "committee:reject"));
        })
        {
            ForPrograms = true, Needs = ["choices"], Wrong = [("choices", [.. BadWords.Choices, "inner:perhaps", "nobody:approve", "committee:approve"])], Way = "election",
        },
        new("POST", "/elections", async stage =>
        {
            await stage.House.NoElectionAsync();
            var day = stage.Site.Clock.GetCurrentInstant().InUtc().Date.PlusDays(7);
            return await stage.AsAsync("organizer", "/elections", ("seats", "3"), ("months", "6"), ("standUntil", NodaTime.Text.LocalDatePattern.Iso.Format(day)));
        })
        {
            ForPrograms = true, Needs = ["seats", "months", "standUntil"],
            Wrong = [("seats", [.. BadWords.Numbers, "0", "21"]), ("months", [.. BadWords.Numbers, "0", "37"]), ("standUntil", ["abc", "-1", "2026-13-45", "2000-01-01", "2099-01-01"])],
        },
        new("DELETE", "/elections/current", async stage =>
        {
            await stage.House.StandingAsync(stage.House["inner"]);
            return await stage.AsAsync("organizer", "/elections/current", ("reason", "A reason.\nAnd another."));
        })
        { ForPrograms = true, Needs = ["reason"] },
        new("PUT", "/elections/current/candidacy", async stage =>
        {
            await stage.House.StandingAsync();
            return await stage.AsAsync("inner", "/elections/current/candidacy", ("word", "A **word**.\nAnd another."));
        })
        { ForPrograms = true },
        new("DELETE", "/elections/current/candidacy", async stage =>
        {
            await stage.House.StandingAsync(stage.House["inner"]);
            return await stage.AsAsync("inner", "/elections/current/candidacy");
        })
        { ForPrograms = true },
        new("PUT", "/applications/{id:int}/ties/{handle}", async stage => await stage.AsAsync("organizer", $"/applications/{await stage.ApplicationAsync()}/ties/committee", ("tie", "employer")))
        {
            ForPrograms = true, Needs = ["tie"], Wrong = [("tie", [.. BadWords.Choices, "inviter"])],
        },
        new("POST", "/applications/{id:int}/panel", async stage => await stage.AsAsync("committee", $"/applications/{(await stage.CandidateAsync()).Application}/panel", ("seats", "4")))
        {
            ForPrograms = true, Wrong = [("seats", [.. BadWords.Numbers, "2", "10"])],
        },
        new("PUT", "/applications/{id:int}/panel/{handle}", async stage => await stage.AsAsync("committee", $"/applications/{(await stage.CandidateAsync()).Application}/panel/organizer")) { ForPrograms = true },
        new("DELETE", "/applications/{id:int}/panel/{handle}", async stage =>
        {
            var (application, _, _) = await stage.CandidateAsync();
            await stage.House.PanelAsync(application, 0);
            return await stage.AsAsync("committee", $"/applications/{application}/panel/organizer");
        })
        { ForPrograms = true },
        new("PUT", "/applications/{id:int}/note", async stage =>
        {
            var (application, _, _) = await stage.CandidateAsync();
            await stage.House.PanelAsync(application, 0);
            return await stage.AsAsync("committee", $"/applications/{application}/note", ("note", "They listen.\nAnd ask."));
        })
        { ForPrograms = true },
        new("POST", "/applications/{id:int}/trial", async stage =>
        {
            var (application, _, _) = await stage.CandidateAsync();
            await stage.House.PanelAsync(application);
            return await stage.AsAsync("committee", $"/applications/{application}/trial", ("meeting", $"{await stage.House.TrialDateAsync()}"));
        })
        {
            ForPrograms = true, Needs = ["meeting"], Wrong = [("meeting", BadWords.Choices)],
        },
        new("DELETE", "/applications/{id:int}/trial", async stage =>
        {
            var (application, _, _) = await stage.CandidateAsync();
            await stage.House.PanelAsync(application);
            var filled = await stage.AsAsync("committee", $"/applications/{application}/trial");
            await filled.Session.SendAsync("POST", filled.Path, ("meeting", $"{await stage.House.TrialDateAsync()}"));
            return filled;
        })
        { ForPrograms = true },
        new("POST", "/applications/{id:int}/questions", async stage =>
        {
            var (application, _, _) = await stage.CandidateAsync();
            return await stage.AsAsync("committee", $"/applications/{application}/questions", ("question", "Why **whales**?\nAnd how?"), ("follows", $"{await stage.House.QuestionAsync(application)}"), ("key", $"key{stage.Next()}"));
        })
        {
            ForPrograms = true, Needs = ["question"], Wrong = [("follows", BadWords.Choices)],
        },
        new("PUT", "/applications/{id:int}/questions/{question:int}/answer", async stage =>
        {
            var (application, session, id) = await stage.CandidateAsync();
            return new Filled(session, id, $"/applications/{application}/questions/{await stage.House.QuestionAsync(application)}/answer", ("answer", "Because they **sing**.\nAnd dive."), ("read", "0"));
        })
        {
            ForPrograms = true, Needs = ["answer"], Wrong = [("read", ["abc", "-1", "7"])],
        },
    ];
}
