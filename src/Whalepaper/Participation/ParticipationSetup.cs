using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Participation.Certificates;
using Whalepaper.Participation.Closing;
using Whalepaper.Participation.Excuses;
using Whalepaper.Participation.Ledger;
using Whalepaper.Participation.Measuring;
using Whalepaper.Participation.Pictures;
using Whalepaper.Participation.Policy;

namespace Whalepaper.Participation;

/// <summary>Puts into the container what counts and measures participation, and opens its commands.</summary>
internal static class ParticipationSetup
{
    /// <summary>What the commands of the program need too: whoever saves keeps the ledger, the policies and what leavers leave in step.</summary>
    public static IServiceCollection AddParticipation(this IServiceCollection services)
    {
        services.AddScoped<IExamination, LedgerExamination>();
        services.AddSingleton<IConsequence, LedgerKeeping>();
        services.AddSingleton<IConsequence, PolicyKeeping>();
        services.AddSingleton<IConsequence, ParticipationLeaving>();
        services.AddSingleton<ISequel, DisputeNews>();
        services.AddScoped<WarningWork>();
        services.AddScoped<ClosingSteps>();
        return services;
    }

    /// <summary>What the site does by the clock, and tells.</summary>
    public static IServiceCollection AddParticipationClock(this IServiceCollection services)
    {
        services.AddCounting<CertificateThrottle>();
        services.AddScoped<IDeliveryContent, ClosingWords>();
        services.AddScoped<IDeliveryContent, ClosingDeskWords>();
        services.AddScoped<IDeliveryContent, WarningWords>();
        services.AddScoped<IDeliveryContent, DisputeAnsweredWords>();
        services.AddScoped<IDeliveryContent, DisputeDeskWords>();
        services.AddHostedService<WarningClock>();
        return services;
    }

    /// <summary>Adds the commands.</summary>
    public static void OpenParticipation(this CommandDoors doors)
    {
        doors.MapLedger();
        doors.MapDisputes();
        doors.MapExcuses();
        doors.MapLeaves();
        doors.MapWaivers();
        doors.MapPolicy();
        doors.MapPictures();
        doors.MapCertificates();
        doors.MapClosing();
        doors.MapOwnClosing();
        doors.MapArchive();
    }
}
