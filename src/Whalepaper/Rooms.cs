using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NodaTime;
using Whalepaper.Admission;
using Whalepaper.Audit;
using Whalepaper.Backups;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Files;
using Whalepaper.Improving;
using Whalepaper.Meetings;
using Whalepaper.Meetings.Live;
using Whalepaper.Members;
using Whalepaper.Members.Accounts;
using Whalepaper.Members.Profiles;
using Whalepaper.Papers;
using Whalepaper.Participation;
using Whalepaper.Search;
using Whalepaper.Talks;

namespace Whalepaper;

/// <summary>What the rooms of the house put into the container, for the site and for the commands alike.</summary>
internal static class Rooms
{
    public static IServiceCollection AddRooms(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IClock, Clock>();
        services.AddScoped<CharterImport>();
        services.AddScoped<CharterExport>();
        services.AddSingleton<CharterVoice>();
        services.AddSingleton<ShelfCount>();
        services.AddSingleton<IChangeListener>(container => container.GetRequiredService<ShelfCount>());
        services.AddSingleton<LivingCharter>();
        services.AddSingleton<Data.IChangeListener>(container => container.GetRequiredService<LivingCharter>());
        services.AddSingleton<TopicSheet>();
        services.AddScoped<IExamination, TalkExamination>();
        services.AddScoped<IExamination, FileExamination>();
        services.AddScoped<IExamination, NameExamination>();
        services.AddScoped<IExamination, HandleExamination>();
        services.AddScoped<IExamination, LadderExamination>();
        services.AddScoped<IExamination, MergeExamination>();
        services.AddScoped<IExamination, KeyExamination>();
        services.AddScoped<IExamination, AuditExamination>();
        services.AddScoped<IExamination, MeetingExamination>();
        services.AddScoped<IExamination, SessionExamination>();
        services.AddSingleton<IConsequence, MeetingRevision>();
        services.AddParticipation();
        services.AddSingleton<IConsequence, Meetings.Live.CoverageLeaving>();
        services.AddScoped<FirstStart>();
        services.AddDataProtection().SetApplicationName("Whalepaper").PersistKeysToDbContext<WhalepaperDb>();
        services.AddAdmission();
        services.AddImproving();
        services.AddFiles();
        services.AddBackups();
        services.AddSearch();
        return services;
    }
}
